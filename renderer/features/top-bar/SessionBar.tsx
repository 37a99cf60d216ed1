import { Timer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { useShortcut } from '../../lib/keys.ts';
import { useServerNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { ExtendDialog } from './ExtendDialog.tsx';
import styles from '../../ui/notice.module.css';

/** Warns before a session ends, on every page of the desk. Locked, it can be read and not extended. */
export const SessionBar = ({ locked = false }: { readonly locked?: boolean }) => {
  const { t } = useTranslation('common');
  const session = useSession((state) => state.session);
  const warnBefore_s = useSession((state) => state.directory?.policy.session.warnBefore_s ?? 0);
  const now_ms = useServerNow();
  const [isOpen, setOpen] = useState(false);
  // An exercise has a time of its own, and ends with its trainer.
  const left_s = session?.mode === 'live' ? (session.expiresAt_ms - now_ms) / 1000 : Infinity;
  const warns = left_s <= warnBefore_s;
  useShortcut('extendSession', () => setOpen(true), warns && !locked);
  return (
    <>
      <div role="alert">
        {warns && session !== null && (
          <div className={styles['bar']} data-testid="session-bar">
            <Timer size={18} aria-hidden />
            <strong>{t('sessionBar.title', { time: formatTime(session.expiresAt_ms) })}</strong>
            {/* Counts down: announced once by the alert, not again with each minute. */}
            <span className={styles['since']} aria-live="off">
              {t('sessionBar.left', { count: Math.max(0, Math.ceil(left_s / 60)) })}
            </span>
            <span>{t('sessionBar.explained')}</span>
            {!locked && (
              <Button size="s" onClick={() => setOpen(true)}>
                {t('sessionBar.extend')} <Kbd>X</Kbd>
              </Button>
            )}
          </div>
        )}
      </div>
      <ExtendDialog open={isOpen && warns} onOpenChange={setOpen} />
    </>
  );
};
