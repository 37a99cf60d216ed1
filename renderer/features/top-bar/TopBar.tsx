import { setLocale } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { EachAlone } from '../../ui/EachAlone.tsx';
import { LocaleSwitch } from '../../ui/LocaleSwitch.tsx';
import { Alarm, AlarmRate } from '../alarm/index.ts';
import { ModeBadge } from '../mode/index.ts';
import { Account } from './Account.tsx';
import { LinkStatus } from './LinkStatus.tsx';
import { SeoulClock } from './SeoulClock.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';
import styles from './TopBar.module.css';

type Props = { readonly onShortcuts: () => void };

export const TopBar = ({ onShortcuts }: Props) => {
  const locale = useSession((state) => state.settings.locale);
  return (
    <header className={styles['bar']}>
      <div className={styles['start']}>
        <strong className={styles['brand']}>
          지킴 <span lang="en">Jikim</span>
        </strong>
        <EachAlone>
          <ModeBadge />
          <ViewSwitch />
        </EachAlone>
      </div>
      <Alarm />
      <div className={styles['end']}>
        <EachAlone>
          <AlarmRate />
          <LinkStatus />
          <SeoulClock />
          <LocaleSwitch value={locale} onChange={(chosen) => void setLocale(chosen)} />
          <Account onShortcuts={onShortcuts} />
        </EachAlone>
      </div>
    </header>
  );
};
