import { useTranslation } from 'react-i18next';
import { setLocale } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { LocaleSwitch } from '../../ui/LocaleSwitch.tsx';
import { ModeBadge } from '../mode/index.ts';
import { ClockBar } from '../top-bar/index.ts';
import { ServerState } from './ServerState.tsx';
import { StoreState } from './StoreState.tsx';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignIn.module.css';

export const SignIn = () => {
  const { t } = useTranslation('common');
  const locale = useSession((state) => state.settings.locale);
  const version = useSession((state) => state.shell?.version ?? '');
  return (
    <div className={styles['page']}>
      <div>
        <ClockBar />
        <header className={styles['header']}>
          <LocaleSwitch value={locale} onChange={(chosen) => void setLocale(chosen)} />
        </header>
      </div>
      <main className={styles['main']}>
        <div className={styles['card']}>
          <div className={styles['brand']}>
            <h1>
              지킴 <span lang="en">Jikim</span>
            </h1>
            <p>{t('product')}</p>
            <ModeBadge />
          </div>
          <SignInForm />
          <ServerState />
          <StoreState />
        </div>
        <p className={styles['notice']}>{t('signIn.notice')}</p>
      </main>
      <footer className={styles['footer']}>{version}</footer>
    </div>
  );
};
