import { isAssignable } from '../../../shared/domain/units.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { useFocusShown } from '../../lib/looking.ts';
import type { Register } from '../../lib/orderPeople.ts';
import { useWords } from '../../lib/words.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import type { PatrolRow } from './patrols.ts';
import { pairWords } from './pairWords.ts';
import { patrolMargins, patrolReason } from './race.ts';
import styles from './incident.module.css';

type Props = {
  readonly row: PatrolRow;
  readonly index: Register;
  readonly enabled: boolean;
  readonly busy: boolean;
  readonly onAssign: () => void;
  /** The focus has come to this line by keyboard, or has left it. */
  readonly onFocusShown: (isHere: boolean) => void;
};

/** One patrol in the race to the victim, with the reason for its place. */
export const Candidate = ({ row, index, enabled, busy, onAssign, onFocusShown }: Props) => {
  const words = useWords();
  const { t } = words;
  const { unit, ranked, key, state, elsewhere, dueAt } = row;
  const free = isAssignable(state.status);
  const focusShown = useFocusShown(onFocusShown);
  const margins = ranked === null ? null : patrolMargins(words, ranked);
  return (
    <li>
      <button
        type="button"
        className={styles['candidate']}
        disabled={!enabled || busy || (!free && elsewhere === null)}
        title={t('unit.assign', { callsign: unit.callsign })}
        data-unit={unit.id}
        onClick={onAssign}
        onFocus={focusShown.onFocus}
        onBlur={focusShown.onBlur}
      >
        <span className={styles['key']}>{key !== null && <Kbd>{key}</Kbd>}</span>
        <span className={styles['call']}>
          <strong>{unit.callsign}</strong>
          <span className={styles['small']}>{t(`word.unitKind.${unit.kind}`)}</span>
          {!free && elsewhere === null && <Badge tone="outline">{t(`word.unitStatus.${state.status}`)}</Badge>}
          {dueAt !== null && <Badge tone="strong">{t('unit.dueAt', { n: dueAt })}</Badge>}
        </span>
        <span className={styles['eta']}>
          {busy ? t('act.sending') : ranked === null ? '—' : formatStopwatch(ranked.eta_s)}
        </span>
        {elsewhere !== null && (
          <span className={styles['reason']}>
            <strong className={styles['elsewhere']}>
              {t('unit.elsewhere', {
                code: elsewhere.code,
                pair: pairWords(words, elsewhere, index),
                status: t(`word.unitStatus.${state.status}`),
              })}
            </strong>
          </span>
        )}
        <span className={styles['reason']}>
          {ranked === null ? unit.station : patrolReason(words, ranked)}
          {ranked?.stale === true && <Badge tone="outline">{t('unit.stale')}</Badge>}
        </span>
        {margins !== null && <span className={styles['reason']}>{margins}</span>}
      </button>
    </li>
  );
};
