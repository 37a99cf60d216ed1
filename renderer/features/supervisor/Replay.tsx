import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { isWaiting } from '../../lib/pending.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { useServerNow } from '../../stores/clock.ts';
import { usePresence } from '../../stores/presence.ts';
import { useRecordedOf } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { DistanceChart } from './DistanceChart.tsx';
import { MapReplay } from './MapReplay.tsx';
import type { ReplayClock } from './replayClock.ts';
import { useTracks } from './useTracks.ts';
import styles from './supervisor.module.css';
import replay from './replay.module.css';

const Closed = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const [asking, setAsking] = useState(false);
  const draft = useDraft(incident.id, 'viewing');
  const outbox = useSession((state) => state.outbox);
  const role = useSession((state) => state.session?.operator.role ?? null);
  const busy = isWaiting(outbox, 'lease.review', { incidentId: incident.id });
  return (
    <EmptyState title={busy ? t('replay.waiting') : t('replay.closed')}>
      {role !== null && mayAsk('lease.review', role) && (
        <Button busy={busy} onClick={() => setAsking(true)}>
          {t('replay.open')}
        </Button>
      )}
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('replay.openTitle')}
        text={t('replay.openText')}
        label={t('replay.reason')}
        required={t('replay.reasonRequired')}
        confirm={t('replay.confirm')}
        maxLength={400}
        draft={draft}
        onConfirm={(reason) => void sendDrafted({ kind: 'lease.review', incidentId: incident.id, reason }, draft)}
      />
    </EmptyState>
  );
};

/** Where they were: on the map while positions exist and a review lease opens them, else as distances over time. */
export const Replay = ({ incident, clock }: { readonly incident: Incident; readonly clock: ReplayClock }) => {
  const { t } = useTranslation('supervisor');
  const { t: common } = useTranslation('common');
  const entries = useRecordedOf(incident.id);
  const now_ms = useServerNow();
  const lease = usePresence((state) => state.leases.find((opened) => opened.lease.incidentId === incident.id)?.lease);
  const [tracks, retry] = useTracks(incident.id, lease !== undefined && incident.positionsExist);
  const content = (): ReactNode => {
    if (!incident.positionsExist) return <DistanceChart {...{ entries, incident, clock }} notice={t('replay.gone')} />;
    switch (tracks.phase) {
      case 'closed':
        return <Closed incident={incident} />;
      case 'loading':
        return <EmptyState title={t('replay.loading')} />;
      case 'open':
        return tracks.value.tracks.some(({ points }) => points.length > 0) ? (
          <MapReplay incident={incident} recorded={tracks.value} clock={clock} />
        ) : (
          <DistanceChart {...{ entries, incident, clock }} notice={t('replay.empty')} />
        );
      case 'refused':
      case 'failed':
        return (
          <EmptyState
            title={t('replay.failed')}
            detail={tracks.phase === 'refused' ? refusalWords(common, tracks.refusal) : undefined}
          >
            <Button size="s" onClick={retry}>
              {t('replay.retry')}
            </Button>
          </EmptyState>
        );
    }
  };
  return (
    <section className={replay['replay']} aria-label={t('replay.title')}>
      <header className={replay['paneHead']}>
        <h3>{t('replay.title')}</h3>
        {lease !== undefined && incident.positionsExist && (
          <span className={styles['sub']}>
            {t('replay.left', { time: formatStopwatch((lease.expiresAt_ms - now_ms) / 1000) })}
          </span>
        )}
      </header>
      {content()}
    </section>
  );
};
