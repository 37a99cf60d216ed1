import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { setLocale } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { LocaleSwitch } from '../../ui/LocaleSwitch.tsx';
import { EachAlone } from '../../ui/EachAlone.tsx';
import { LockedAlarm, SoundBar } from '../alarm/index.ts';
import { ServerState } from '../sign-in/index.ts';
import { ClockBar, DiskBar, ImpairedBar, ServerStoreBar, SessionBar, UnwatchedBar } from '../top-bar/index.ts';
import { UnlockForm } from './UnlockForm.tsx';
import styles from './LockScreen.module.css';

/** The locked console: it sounds, says what waits by its code, says what fails, and names nobody but the operator signed in. */
export const LockScreen = () => {
  const { t } = useTranslation('common');
  const locale = useSession((state) => state.settings.locale);
  const lock = useSession((state) => state.lock);
  const operator = useSession((state) => state.session?.operator ?? null);
  const linkIsUp = useSession((state) => state.bridge.up && state.link?.status === 'up');
  return (
    <div className={styles['page']} data-testid="lock-screen">
      <div>
        <div className={styles['bars']}>
          <EachAlone>
            <SoundBar locked />
            <DiskBar />
            <ServerStoreBar />
            <SessionBar locked />
            <ClockBar />
            <UnwatchedBar unnamed />
            <ImpairedBar />
          </EachAlone>
        </div>
        <header className={styles['header']}>
          <LocaleSwitch value={locale} onChange={(chosen) => void setLocale(chosen)} />
        </header>
      </div>
      <main className={styles['main']}>
        <LockedAlarm />
        <div className={styles['card']}>
          <div className={styles['title']}>
            <h1>
              <Lock size={22} aria-hidden /> {t('lock.title')}
            </h1>
            {operator !== null && <p>{t('lock.whose', { name: operator.name, role: t(`role.${operator.role}`) })}</p>}
            {lock !== null && (
              <p className={styles['quiet']}>{t(`lock.reason.${lock.reason}`, { time: formatTime(lock.since_ms) })}</p>
            )}
          </div>
          <div role="alert">
            {!linkIsUp && (
              <p className={styles['notice']}>
                <strong>{t('linkBar.lost')}.</strong> {t('lock.noLink')}
              </p>
            )}
          </div>
          <UnlockForm linkIsUp={linkIsUp} />
          <ServerState />
        </div>
      </main>
    </div>
  );
};
