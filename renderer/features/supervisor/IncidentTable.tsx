import { flexRender, useTable } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { COLUMN_IDS, columns, features } from './columns.tsx';
import { HeaderCell } from './HeaderCell.tsx';
import type { IncidentRow } from './model.ts';
import { Pager } from './Pager.tsx';
import styles from './supervisor.module.css';

const PAGE_SIZE = 50;

type Props = {
  readonly rows: readonly IncidentRow[];
  readonly selected: IncidentId | null;
  readonly onSelect: (id: IncidentId) => void;
};

/** Incidents, newest first until sorted otherwise. A row is picked by its button; a click anywhere on it does the same. */
export const IncidentTable = ({ rows, selected, onSelect }: Props) => {
  const { t } = useTranslation('supervisor');
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    enableSortingRemoval: false,
    autoResetPageIndex: false,
    initialState: {
      sorting: [{ id: 'raised', desc: true }],
      pagination: { pageIndex: 0, pageSize: PAGE_SIZE },
    },
  });
  const pages = Math.max(1, table.getPageCount());
  const page = Math.min(table.state.pagination.pageIndex, pages - 1);
  return (
    <>
      <div className={styles['scroller']}>
        <table className={styles['table']} aria-label={t('table.label')}>
          <thead>
            <tr>
              {COLUMN_IDS.map((id) => {
                const column = table.getColumn(id);
                return (
                  <HeaderCell
                    key={id}
                    column={id}
                    sorted={column?.getIsSorted() ?? false}
                    onSort={() => column?.toggleSorting()}
                  >
                    {t(`table.${id}`)}
                  </HeaderCell>
                );
              })}
            </tr>
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
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <EmptyState title={t('table.empty')} />}
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onPage={(next) => table.setPageIndex(next)} />}
    </>
  );
};
