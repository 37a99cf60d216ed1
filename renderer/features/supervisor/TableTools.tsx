import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Input } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { FalseAlertLine } from './FalseAlertLine.tsx';
import { STATUS_FILTERS } from './model.ts';
import type { StatusFilter } from './model.ts';
import styles from './supervisor.module.css';

type Props = {
  readonly filter: StatusFilter;
  readonly onFilter: (filter: StatusFilter) => void;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly count: number;
};

export const TableTools = ({ filter, onFilter, search, onSearch, count }: Props) => {
  const { t } = useTranslation('supervisor');
  const scope = useId();
  return (
    <div className={styles['tools']}>
      <Input
        type="search"
        value={search}
        aria-label={t('table.search')}
        aria-describedby={scope}
        placeholder={t('table.searchHint')}
        onChange={(event) => onSearch(event.target.value)}
      />
      <Select<StatusFilter>
        label={t('table.statusFilter')}
        value={filter}
        onChange={onFilter}
        options={STATUS_FILTERS.map((value) => ({ value, label: t(`table.filter.${value}`) }))}
      />
      <span className={styles['count']} role="status">
        {t('table.count', { n: count })}
      </span>
      <p id={scope} className={styles['scope']}>
        {t('table.searched')}
      </p>
      <FalseAlertLine />
    </div>
  );
};
