import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../lib/format.ts';
import { isTraining, useSession } from '../../stores/session.ts';
import styles from '../../ui/notice.module.css';

/** While this machine's own clock is off against the server's time: this screen goes by the server's, other programs here do not. */
export const MachineClockBar = () => {
  const { t } = useTranslation('common');
  const off_ms = useSession((state) => state.link?.machineClockOff_ms ?? 0);
  const fault_s = useSession((state) => state.directory?.policy.clock.fault_s ?? Number.POSITIVE_INFINITY);
  const training = useSession(isTraining);
  // An exercise has a time of its own.
  const isOff = !training && Math.abs(off_ms) > fault_s * 1000;
  const offset = formatDuration(t, Math.round(Math.abs(off_ms) / 1000));
  return (
    <div role="status">
      {isOff && (
        <div className={styles['bar']} data-testid="machine-clock-bar">
          <Clock size={18} aria-hidden />
          <strong>{t(off_ms < 0 ? 'machineClockBar.behind' : 'machineClockBar.ahead', { offset })}</strong>
          <span>{t('machineClockBar.explained')}</span>
        </div>
      )}
    </div>
  );
};
