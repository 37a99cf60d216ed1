import { Footprints } from 'lucide-react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { outlivingBreaches, ringsAgainBy_ms } from '../../../shared/domain/incidents/outliving.ts';
import type { OutlivingBreach } from '../../../shared/domain/incidents/outliving.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import { apartness } from '../../lib/apartness.ts';
import { levelWords } from '../../lib/alertWords.ts';
import { formatShortTime } from '../../lib/format.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { Register } from '../../lib/orderPeople.ts';
import { useWords } from '../../lib/words.ts';
import { useServerNow } from '../../stores/clock.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { selectIncident, useDirectory, useSession } from '../../stores/session.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import { Distance } from './Distance.tsx';
import { Pair } from './Pair.tsx';
import styles from './queue.module.css';

/** The most urgent breach of each order that outlives the resolution of its incident; the most urgent order first. */
export const stillWithin = (world: World, register: Register): readonly OutlivingBreach[] =>
  [...register.orderById.keys()]
    .flatMap((order) => outlivingBreaches(world, order).slice(0, 1))
    .toSorted((a, b) => a.alert.state.code - b.alert.state.code);

/** When it rings again at the latest; null while the server's policy is not known. */
const useRingsAgain = ({ incident }: OutlivingBreach): number | null => {
  const outliving = useSession((state) => state.directory?.policy.outliving ?? null);
  return outliving === null ? null : ringsAgainBy_ms(incident, { outliving });
};

const StillWithinRow = ({ breach, selected }: { readonly breach: OutlivingBreach; readonly selected: boolean }) => {
  const words = useWords();
  const { t } = words;
  const register = useDirectory();
  const slice = usePresenceSlice();
  const now_ms = useServerNow();
  const { incident, alert } = breach;
  const again_ms = useRingsAgain(breach);
  return (
    <li>
      <button
        type="button"
        className={styles['still']}
        data-incident={incident.id}
        aria-current={selected}
        onClick={() => selectIncident(incident.id)}
      >
        <span className={styles['first']}>
          <Footprints size={14} aria-hidden />
          <span className={styles['stillLevel']}>{levelWords(words, alert.state)}</span>
          <span className={styles['certainty']}>{t(`word.certainty.${alert.state.certainty}`)}</span>
          {again_ms !== null && (
            <span className={styles['again']}>{t('queue.ringsAgain', { time: formatShortTime(again_ms) })}</span>
          )}
        </span>
        <Pair row={peopleOf(incident, alert, register)} />
        <Distance apart={apartness(incident, alert, register, slice, now_ms)} />
        <span className={styles['units']}>
          <UnrecordedTag incidentId={incident.id} />
          {t('queue.resolvedAs', {
            time: formatShortTime(incident.times.resolvedAt_ms ?? incident.times.raisedAt_ms),
            outcome: incident.outcome === null ? t('word.outcome.other') : t(`word.outcome.${incident.outcome}`),
          })}
        </span>
      </button>
    </li>
  );
};

type Props = { readonly world: World; readonly selected: IncidentId | null };

/** Who is still within a limit though the incident was resolved: calm, never hidden. */
export const StillWithin = ({ world, selected }: Props) => {
  const { t } = useWords();
  const breaches = stillWithin(world, useDirectory());
  if (breaches.length === 0) return null;
  return (
    <section className={styles['stillWithin']} aria-label={t('queue.stillWithin')}>
      <h3 className={styles['stillTitle']}>
        {t('queue.stillWithin')} <span>{t('queue.stillWithinCount', { n: breaches.length })}</span>
      </h3>
      <ul>
        {breaches.map((breach) => (
          <StillWithinRow key={breach.incident.id} breach={breach} selected={breach.incident.id === selected} />
        ))}
      </ul>
    </section>
  );
};
