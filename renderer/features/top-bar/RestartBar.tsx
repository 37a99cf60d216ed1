import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { dismissRestarts } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import styles from '../../ui/notice.module.css';

/** A part of the console broke down and runs again: nothing is to be done, but nobody shall have to wonder what they missed. */
export const RestartBar = () => {
  const { t } = useTranslation('common');
  const restarts = useSession((state) => state.restarts);
  return (
    <div role="status">
      {restarts.length > 0 && (
        <div className={styles['bar']} data-testid="restart-bar">
          <RotateCcw size={18} aria-hidden />
          {restarts.map(({ part, at_ms, times }) => (
            <span key={part}>{t(`restartBar.${part}`, { time: formatTime(at_ms), count: times })}</span>
          ))}
          <Button size="s" onClick={() => void dismissRestarts()}>
            {t('restartBar.seen')}
          </Button>
        </div>
      )}
    </div>
  );
};
