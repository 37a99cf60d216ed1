import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { dismissSetAside } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import styles from '../../ui/notice.module.css';

/** What this machine had kept could not be opened: commands that had not landed may be in it, and nobody else tells. */
export const SetAsideBar = () => {
  const { t } = useTranslation('common');
  const setAside = useSession((state) => state.store?.setAside ?? null);
  return (
    <div role="alert">
      {setAside !== null && (
        <div className={styles['bar']} data-testid="set-aside-bar">
          <KeyRound size={18} aria-hidden />
          <strong>{t('setAsideBar.title')}</strong>
          <span>
            {t('setAsideBar.explained', { time: formatTime(setAside.at_ms), count: setAside.waitingCommands })}
          </span>
          <Button size="s" onClick={() => void dismissSetAside()}>
            {t('setAsideBar.seen')}
          </Button>
        </div>
      )}
    </div>
  );
};
