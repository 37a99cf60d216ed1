import { formatDateTime } from '../../lib/format.ts';
import { useServerNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import styles from './OperatorMark.module.css';

const ROWS = 7;
const PER_ROW = 4;
const SECONDS_STEP_MS = 10_000;

/** Faint repeated name and time over the map, so that a photograph of the screen can be traced to its desk. */
export const OperatorMark = () => {
  const operator = useSession((state) => state.session?.operator.name ?? null);
  // Every ten seconds is enough to place a photograph, and repaints less.
  const now_ms = Math.floor(useServerNow() / SECONDS_STEP_MS) * SECONDS_STEP_MS;
  if (operator === null) return null;
  const words = `${operator}  ${formatDateTime(now_ms)}`;
  return (
    <div className={styles['mark']} aria-hidden data-operator-mark>
      {Array.from({ length: ROWS }, (_, row) => (
        <div key={row} className={styles['row']}>
          {Array.from({ length: PER_ROW }, (_unused, i) => (
            <span key={i}>{words}</span>
          ))}
        </div>
      ))}
    </div>
  );
};
