import { useTranslation } from 'react-i18next';
import { REFERENCE } from '../../../shared/domain/kpi/response.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useServerNow } from '../../stores/clock.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, useDirectory, useSession } from '../../stores/session.ts';
import { Announcer } from './Announcer.tsx';
import { Calm } from './Calm.tsx';
import { queueRow, resolvedSince, runningIncidents, seoulDayStart_ms, shelvedIncidents } from './model.ts';
import { ResolvedToday } from './ResolvedToday.tsx';
import { Row } from './Row.tsx';
import { Shelved } from './Shelved.tsx';
import { StillWithin } from './StillWithin.tsx';
import { useQueueSelection } from './selection.ts';
import styles from './queue.module.css';

/** Every running incident, most urgent first; what is shelved, and what was resolved today, lie folded away below. */
export const Queue = () => {
  const { t } = useTranslation('dispatch');
  const world = useRecord((state) => state.world);
  const register = useDirectory();
  const slice = usePresenceSlice();
  const now_ms = useServerNow();
  const selected = useSession((state) => state.selectedIncident);
  const running = runningIncidents(world);
  const shelved = shelvedIncidents(world);
  const resolved = resolvedSince(world, seoulDayStart_ms(now_ms));
  useQueueSelection(running.map(({ id }) => id));
  return (
    <Panel
      title={t('queue.title')}
      actions={running.length > 0 && <Badge>{t('queue.count', { n: running.length })}</Badge>}
    >
      <Announcer running={running} />
      <div className={styles['queue']}>
        {running.length === 0 ? (
          <Calm shelved={shelved.length} />
        ) : (
          <ul className={styles['rows']} aria-label={t('queue.list')}>
            {running.map((incident) => (
              <Row
                key={incident.id}
                row={queueRow(incident, world, register, slice, now_ms, REFERENCE.answer_s)}
                selected={incident.id === selected}
                onSelect={() => selectIncident(incident.id)}
              />
            ))}
          </ul>
        )}
        {shelved.length > 0 && <Shelved incidents={shelved} selected={selected} now_ms={now_ms} />}
        <StillWithin world={world} selected={selected} />
        {resolved.length > 0 && <ResolvedToday incidents={resolved} selected={selected} />}
      </div>
    </Panel>
  );
};
