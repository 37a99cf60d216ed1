import { useTranslation } from 'react-i18next';
import { setLocale } from '../../stores/actions.ts';
import { isTraining, useSession } from '../../stores/session.ts';
import { Badge } from '../../ui/Badge.tsx';
import { LocaleSwitch } from '../../ui/LocaleSwitch.tsx';
import { Alarm } from '../alarm/index.ts';
import { Account } from './Account.tsx';
import { LinkStatus } from './LinkStatus.tsx';
import { SeoulClock } from './SeoulClock.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';
import styles from './TopBar.module.css';

type Props = { readonly onShortcuts: () => void };

export const TopBar = ({ onShortcuts }: Props) => {
  const { t } = useTranslation('common');
  const training = useSession(isTraining);
  const locale = useSession((state) => state.settings.locale);
  return (
    <header className={styles['bar']}>
      <div className={styles['start']}>
        <strong className={styles['brand']}>
          지킴 <span lang="en">Jikim</span>
        </strong>
        <Badge tone="outline">{t(training ? 'mode.training' : 'mode.live')}</Badge>
        <ViewSwitch />
      </div>
      <Alarm />
      <div className={styles['end']}>
        <LinkStatus />
        <SeoulClock />
        <LocaleSwitch value={locale} onChange={(chosen) => void setLocale(chosen)} />
        <Account onShortcuts={onShortcuts} />
      </div>
    </header>
  );
};
