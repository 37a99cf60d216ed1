import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { formatStopwatch } from '../../lib/format.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import { useWords } from '../../lib/words.ts';
import { selectIncident, useDirectory } from '../../stores/session.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import type { ShelvedIncident } from './model.ts';
import styles from './queue.module.css';

type Props = {
  /** At least one; the next to come back first. */
  readonly incidents: readonly ShelvedIncident[];
  readonly selected: IncidentId | null;
  readonly now_ms: number;
};

/** What was quieted for a while, folded away, with the time after which each comes back. */
export const Shelved = ({ incidents, selected, now_ms }: Props) => {
  const { t } = useWords();
  const register = useDirectory();
  const [open, setOpen] = useState(false);
  const left = (until_ms: number): string => formatStopwatch(Math.max(0, (until_ms - now_ms) / 1000));
  const nameOf = (incident: Incident): string =>
    peopleOf(incident, leadAlert(incident), register).offender?.name ?? t('queue.unknownPerson');
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen} className={styles['resolved']}>
      <Collapsible.Trigger className={styles['fold']}>
        <ChevronRight size={14} aria-hidden />
        {t('queue.shelved', { n: incidents.length, time: left(incidents[0]?.shelved.until_ms ?? now_ms) })}
      </Collapsible.Trigger>
      <Collapsible.Content>
        <ul aria-label={t('queue.shelvedList')}>
          {incidents.map(({ incident, shelved }) => (
            <li key={incident.id}>
              <button
                type="button"
                className={styles['past']}
                data-incident={incident.id}
                aria-current={incident.id === selected}
                onClick={() => selectIncident(incident.id)}
              >
                <time>{left(shelved.until_ms)}</time>
                <CodeTag code={incident.code} size="s" />
                <UnrecordedTag incidentId={incident.id} isShort />
                <span className={styles['pastName']}>{nameOf(incident)}</span>
                <span className={styles['outcome']}>{t(`word.shelveReason.${shelved.reason}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Collapsible.Content>
    </Collapsible.Root>
  );
};
