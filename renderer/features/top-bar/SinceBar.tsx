import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { useNow, useServerNow } from '../../stores/clock.ts';
import styles from '../../ui/notice.module.css';

type Props = {
  readonly name: string;
  readonly icon: LucideIcon;
  /** Null while all is well: the place for the alert stands in the page, so that it is announced when it comes. */
  readonly since_ms: number | null;
  /** Whose clock that is by. */
  readonly clock: 'console' | 'server';
  readonly title: string;
  /** How much of it there is, where that can be counted. */
  readonly count?: string | undefined;
  readonly explained: string;
};

/** Full-width bar for something that fails now, with how long it has. */
export const SinceBar = ({ name, icon: Icon, since_ms, clock, title, count, explained }: Props) => {
  const { t } = useTranslation('common');
  const [here_ms, there_ms] = [useNow(), useServerNow()];
  const now_ms = clock === 'console' ? here_ms : there_ms;
  return (
    <div role="alert">
      {since_ms !== null && (
        <div className={styles['bar']} data-testid={name}>
          <Icon size={18} aria-hidden />
          <strong>{title}</strong>
          {/* Counts every second: announced once by the alert, not again with each second. */}
          <span className={styles['since']} aria-live="off">
            {t('linkBar.since', { time: formatTime(since_ms), age: formatDuration(t, (now_ms - since_ms) / 1000) })}
          </span>
          {count !== undefined && (
            <span className={styles['since']} aria-live="off">
              {count}
            </span>
          )}
          <span>{explained}</span>
        </div>
      )}
    </div>
  );
};
