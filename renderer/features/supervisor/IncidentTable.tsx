import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { Due, People, Raised, Status } from './cells.tsx';
import { HeaderCell } from './HeaderCell.tsx';
import type { IncidentRow } from './model.ts';
import { Pager } from './Pager.tsx';
import styles from './supervisor.module.css';

const PAGE_SIZE = 50;

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  sortFns: { text: sortFn_text },
});
const helper = createColumnHelper<typeof features, IncidentRow>();

type Props = {
  readonly rows: readonly IncidentRow[];
  readonly selected: IncidentId | null;
  readonly onSelect: (id: IncidentId) => void;
};

/** Incidents, newest first until sorted otherwise. */
export const IncidentTable = ({ rows, selected, onSelect }: Props) => {
  const { t } = useTranslation('supervisor');
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('code', { header: t('table.code'), cell: ({ getValue }) => <CodeTag code={getValue()} size="s" /> }),
        helper.accessor('offender', {
          header: t('table.people'),
          sortFn: 'text',
          cell: ({ row }) => <People row={row.original} onSelect={onSelect} />,
        }),
        helper.accessor('status', {
          header: t('table.status'),
          sortFn: 'text',
          cell: ({ row }) => <Status row={row.original} />,
        }),
        helper.accessor('raisedAt_ms', {
          header: t('table.raised'),
          sortDescFirst: true,
          cell: ({ getValue }) => <Raised at_ms={getValue()} />,
        }),
        // Nothing is due where nothing waits for a review: sorted last either way.
        helper.accessor((row) => row.reviewDue_ms ?? undefined, {
          id: 'due',
          header: t('table.due'),
          sortUndefined: 'last',
          cell: ({ row }) => <Due row={row.original} />,
        }),
      ]),
    [t, onSelect],
  );
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    enableSortingRemoval: false,
    autoResetPageIndex: false,
    initialState: {
      sorting: [{ id: 'raisedAt_ms', desc: true }],
      pagination: { pageIndex: 0, pageSize: PAGE_SIZE },
    },
  });
  const { pageIndex } = table.state.pagination;
  const pages = Math.max(1, table.getPageCount());
  return (
    <>
      <div className={styles['scroller']}>
        <table className={styles['table']} aria-label={t('table.label')}>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => (
                  <HeaderCell
                    key={header.id}
                    column={header.column.id}
                    sorted={header.column.getIsSorted()}
                    onSort={() => header.column.toggleSorting()}
                  >
                    <table.FlexRender header={header} />
                  </HeaderCell>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                aria-selected={row.original.id === selected}
                data-code={row.original.code}
                onClick={() => onSelect(row.original.id)}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} data-column={cell.column.id}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <EmptyState title={t('table.empty')} />}
      </div>
      {pages > 1 && <Pager page={Math.min(pageIndex, pages - 1)} pages={pages} onPage={(page) => table.setPageIndex(page)} />}
    </>
  );
};
