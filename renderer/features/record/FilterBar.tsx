import { ToggleGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { RECORD_FILTERS } from './model.ts';
import type { RecordFilter } from './model.ts';
import styles from './record.module.css';

type Props = { readonly value: RecordFilter; readonly onChange: (filter: RecordFilter) => void };

export const FilterBar = ({ value, onChange }: Props) => {
  const { t } = useTranslation('dispatch');
  const choose = (chosen: string): void => {
    const filter = RECORD_FILTERS.find((candidate) => candidate === chosen);
    if (filter !== undefined) onChange(filter);
  };
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={choose}
      aria-label={t('record.filter')}
      className={styles['filters']}
    >
      {RECORD_FILTERS.map((filter) => (
        <ToggleGroup.Item key={filter} value={filter} className={styles['filter']}>
          {t(`record.filterBy.${filter}`)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
};
