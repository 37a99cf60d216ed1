import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, useDirectory, useSession } from '../../stores/session.ts';
import { Detail } from './Detail.tsx';
import { IncidentTable } from './IncidentTable.tsx';
import { useSearch } from './useSearch.ts';
import { incidentRows, matching } from './model.ts';
import type { StatusFilter } from './model.ts';
import { TableTools } from './TableTools.tsx';
import styles from './supervisor.module.css';

type Props = {
  /** Leads to everybody who saw a person. */
  readonly onWhoSaw: (person: PersonId) => void;
};

/** Table of incidents and the one that is being reviewed. */
export const Review = ({ onWhoSaw }: Props) => {
  const { t } = useTranslation('supervisor');
  const world = useRecord((state) => state.recorded.world);
  const index = useDirectory();
  const selected = useSession((state) => state.selectedIncident);
  const [filter, setFilter] = useState<StatusFilter>('all');
  const [search, setSearch] = useState('');
  const all = useMemo(() => incidentRows(world, index), [world, index]);
  const isFound = useSearch(search);
  const rows = useMemo(() => matching(all, filter, isFound), [all, filter, isFound]);
  const incident = selected === null ? undefined : world.incidents.get(selected);
  return (
    <div className={styles['review']}>
      <section className={styles['tablePane']} aria-label={t('table.label')}>
        <TableTools filter={filter} onFilter={setFilter} search={search} onSearch={setSearch} count={rows.length} />
        <IncidentTable rows={rows} selected={selected} onSelect={selectIncident} />
      </section>
      <section className={styles['detailPane']} aria-label={t('detail.pane')}>
        {incident === undefined ? (
          <EmptyState title={t('detail.none')} detail={t('detail.noneHint')} />
        ) : (
          <Detail key={incident.id} incident={incident} onWhoSaw={onWhoSaw} />
        )}
      </section>
    </div>
  );
};
