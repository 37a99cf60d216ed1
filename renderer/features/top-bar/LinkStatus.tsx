import { VisuallyHidden } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { LogState } from '../../../shared/api/log.ts';
import { formatAgo, formatTime } from '../../lib/format.ts';
import { useNow } from '../../stores/clock.ts';
import { usePresence } from '../../stores/presence.ts';
import { isTraining, useSession } from '../../stores/session.ts';
import { Fingerprint } from '../../ui/Fingerprint.tsx';
import { LinkDot } from '../../ui/LinkDot.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useLinkNotice } from './useLinkNotice.ts';
import styles from './TopBar.module.css';

/** How far this console has verified the server's record, and by whose key. */
const LogFacts = ({ log }: { readonly log: LogState }) => {
  const { t } = useTranslation('common');
  const { status, size, checkedAt_ms, fingerprint } = log;
  const time = checkedAt_ms === null ? null : formatTime(checkedAt_ms);
  return (
    <div className={styles['facts']}>
      <p>
        {time === null
          ? t(`log.status.${status === 'fault' ? 'fault' : 'unknown'}`)
          : t(`log.status.${status}`, { size, time })}
      </p>
      {fingerprint !== null && (
        <p>
          {t('log.fingerprint')} <Fingerprint value={fingerprint} />
        </p>
      )}
    </div>
  );
};

/** Link state in words, how old the positions are, and on a press what was refused or skipped how far the record is verified and how it is sealed here. */
export const LinkStatus = () => {
  const { t } = useTranslation('common');
  const now_ms = useNow();
  const link = useSession((state) => state.link);
  const bridge = useSession((state) => state.bridge);
  const refused = useSession((state) => (state.link?.refusedMessages ?? 0) + state.bridgeRefused);
  const receivedAt_ms = usePresence((state) => state.receivedAt_ms);
  const notice = useLinkNotice();
  const log = useSession((state) => state.log);
  const keyKeptBy = useSession((state) => state.store?.keyKeptBy ?? null);
  const captureBlock = useSession((state) => state.shell?.captureBlock ?? null);
  const training = useSession(isTraining);

  const status = bridge.up ? (link?.status ?? 'connecting') : 'lost';
  const since_ms = bridge.up ? (link?.since_ms ?? 0) : bridge.since_ms;
  const age = formatAgo(t, (now_ms - receivedAt_ms) / 1000);
  const positions = receivedAt_ms === 0 ? t('link.noPositions') : t('link.positions', { age });
  const offset_ms = link?.clockOffset_ms ?? null;
  const detail = [
    t('link.since', { time: formatTime(since_ms), age: formatAgo(t, (now_ms - since_ms) / 1000) }),
    positions,
    t('link.refusedMessages', { count: refused }),
    t('link.droppedFrames', { count: link?.droppedFrames ?? 0 }),
    ...(offset_ms === null ? [] : [t('link.clockOffset', { ms: Math.round(offset_ms) })]),
    ...(link?.clock?.state === 'unjudged' ? [t('link.clockUnjudged')] : []),
    ...(captureBlock === null ? [] : [t(`capture.${captureBlock === 'on' && training ? 'training' : captureBlock}`)]),
  ];
  const words = bridge.up ? t(`link.${status}`) : t('link.bridgeDown');
  return (
    <Popover
      label={t('link.label')}
      trigger={
        <button type="button" className={styles['link']} data-status={status}>
          <VisuallyHidden.Root>{t('link.label')}: </VisuallyHidden.Root>
          <LinkDot status={notice?.kind === 'late' ? 'late' : status} />
          <span>{words}</span>
          <span className={styles['quiet']}>
            {link?.status === 'up' && !link.caughtUp
              ? t('link.catchingUp')
              : notice?.kind === 'late'
                ? t('link.positionsLate', { age })
                : positions}
          </span>
          {refused + (link?.droppedFrames ?? 0) > 0 && (
            <span className={styles['count']}>{refused + (link?.droppedFrames ?? 0)}</span>
          )}
        </button>
      }
    >
      <ul className={styles['facts']}>
        {detail.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {log !== null && <LogFacts log={log} />}
      {keyKeptBy !== null && <p className={styles['facts']}>{t(`store.${keyKeptBy}`)}</p>}
    </Popover>
  );
};
