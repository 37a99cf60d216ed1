import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './supervisor.module.css';

type Props = {
  readonly column: string;
  readonly sorted: 'asc' | 'desc' | false;
  readonly onSort: () => void;
  readonly children: ReactNode;
};

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

export const HeaderCell = ({ column, sorted, onSort, children }: Props) => (
  <th scope="col" data-column={column} aria-sort={sorted === false ? 'none' : ARIA[sorted]}>
    <button type="button" className={styles['sort']} onClick={onSort}>
      {children}
      {sorted === 'asc' && <ArrowUp size={12} aria-hidden />}
      {sorted === 'desc' && <ArrowDown size={12} aria-hidden />}
    </button>
  </th>
);
