import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  sortFn_text,
  tableFeatures,
} from '@tanstack/react-table';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { Due, People, Raised, Status } from './cells.tsx';
import type { IncidentRow } from './model.ts';

export const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  sortFns: { text: sortFn_text },
});
const helper = createColumnHelper<typeof features, IncidentRow>();

export type ColumnId = 'code' | 'people' | 'status' | 'raised' | 'due';
export const COLUMN_IDS: readonly ColumnId[] = ['code', 'people', 'status', 'raised', 'due'];

/** Columns of the table; their headings are words of the language and belong to the component. */
export const columns = helper.columns([
  helper.accessor('code', { id: 'code', cell: ({ getValue }) => <CodeTag code={getValue()} size="s" /> }),
  helper.accessor('offender', { id: 'people', sortFn: 'text', cell: ({ row }) => <People row={row.original} /> }),
  helper.accessor('status', { id: 'status', sortFn: 'text', cell: ({ row }) => <Status row={row.original} /> }),
  helper.accessor('raisedAt_ms', {
    id: 'raised',
    sortDescFirst: true,
    cell: ({ getValue }) => <Raised at_ms={getValue()} />,
  }),
  // Nothing is due where nothing waits for a review: last either way.
  helper.accessor((row) => row.reviewDue_ms ?? undefined, {
    id: 'due',
    sortUndefined: 'last',
    cell: ({ row }) => <Due row={row.original} />,
  }),
]);
