import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { formatShortTime } from '../../lib/format.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import { useWords } from '../../lib/words.ts';
import { selectIncident, useDirectory } from '../../stores/session.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import { DraftMark } from './DraftMark.tsx';
import styles from './queue.module.css';

/** A busy day resolves dozens; the older ones are the supervisor's table. */
const SHOWN = 50;

type Props = { readonly incidents: readonly Incident[]; readonly selected: IncidentId | null };

export const ResolvedToday = ({ incidents, selected }: Props) => {
  const { t } = useWords();
  const register = useDirectory();
  const [open, setOpen] = useState(false);
  const nameOf = (incident: Incident): string =>
    peopleOf(incident, leadAlert(incident), register).offender?.name ?? t('queue.unknownPerson');
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen} className={styles['resolved']}>
      <Collapsible.Trigger className={styles['fold']}>
        <ChevronRight size={14} aria-hidden />
        {t('queue.resolvedToday', { n: incidents.length })}
      </Collapsible.Trigger>
      <Collapsible.Content>
        <ul>
          {incidents.slice(0, SHOWN).map((incident) => (
            <li key={incident.id}>
              <button
                type="button"
                className={styles['past']}
                aria-current={incident.id === selected}
                onClick={() => selectIncident(incident.id)}
              >
                <time>{formatShortTime(incident.times.resolvedAt_ms ?? incident.times.raisedAt_ms)}</time>
                <CodeTag code={incident.code} size="s" />
                <span className={styles['pastName']}>{nameOf(incident)}</span>
                <UnrecordedTag incidentId={incident.id} isShort />
                <DraftMark incident={incident} />
                <span className={styles['outcome']}>
                  {incident.outcome === null
                    ? t(`word.status.${incident.status}`)
                    : t(`word.outcome.${incident.outcome}`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Collapsible.Content>
    </Collapsible.Root>
  );
};
