import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { useNow } from '../../stores/clock.ts';
import { useLinkNotice } from './useLinkNotice.ts';
import type { LinkNotice } from './linkNotice.ts';
import styles from '../../ui/notice.module.css';

const EXPLAINED = {
  lost: 'linkBar.stale',
  refused: 'linkBar.stale',
  late: 'linkBar.staleLate',
  bridgeDown: 'linkBar.staleBridge',
} as const satisfies Readonly<Record<LinkNotice['kind'], string>>;

/** Full-width bar while the screen is not the present: since when, and what that means. */
export const LinkBar = () => {
  const { t } = useTranslation('common');
  const now_ms = useNow();
  const notice = useLinkNotice();
  return (
    <div role="alert">
      {notice !== null && (
        <div className={styles['bar']} data-testid="link-bar" data-kind={notice.kind}>
          <Unplug size={18} aria-hidden />
          <strong>{t(`linkBar.${notice.kind}`)}</strong>
          {/* Counts every second: announced once by the alert, not again with each second. */}
          <span className={styles['since']} aria-live="off">
            {t('linkBar.since', {
              time: formatTime(notice.since_ms),
              age: formatDuration(t, (now_ms - notice.since_ms) / 1000),
            })}
          </span>
          <span>{t(EXPLAINED[notice.kind])}</span>
        </div>
      )}
    </div>
  );
};
