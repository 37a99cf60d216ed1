import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { RecordTimeline } from '../record/index.ts';
import { incidentRow } from './model.ts';
import { Replay } from './Replay.tsx';
import { ResponseTimesView } from './ResponseTimesView.tsx';
import { Summary } from './Summary.tsx';
import styles from './supervisor.module.css';
import replay from './replay.module.css';

/** Why this operator cannot close the incident; null when they can. In training one person plays every part. */
const closingBarred = (incident: Incident, operatorId: string, role: string): 'notResolved' | 'samePerson' | null => {
  if (incident.status !== 'resolved') return 'notResolved';
  return incident.resolvedBy === operatorId && role !== 'trainer' ? 'samePerson' : null;
};

const CloseButton = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const [closing, setClosing] = useState(false);
  const operator = useSession((state) => state.session?.operator ?? null);
  const outbox = useSession((state) => state.outbox);
  if (operator === null || !mayAsk('incident.close', operator.role) || incident.status === 'closed') return null;
  const barred = closingBarred(incident, operator.id, operator.role);
  const busy = isWaiting(outbox, 'incident.close', { incidentId: incident.id });
  return (
    <div className={styles['closing']}>
      {barred !== null && <span className={styles['sub']}>{t(`close.${barred}`)}</span>}
      <Button variant="primary" disabled={barred !== null} busy={busy} onClick={() => setClosing(true)}>
        {t('close.button')}
      </Button>
      <ReasonDialog
        open={closing}
        onOpenChange={setClosing}
        title={t('close.title')}
        text={t('close.text')}
        label={t('close.review')}
        required={t('close.reviewRequired')}
        confirm={t('close.confirm')}
        maxLength={4000}
        onConfirm={(review) => void sendCommand({ kind: 'incident.close', incidentId: incident.id, review })}
      />
    </div>
  );
};

/** One incident under review: how it went, how fast, where, and every line of its record. */
export const Detail = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const row = incidentRow(incident, index);
  return (
    <div className={styles['detail']}>
      <header className={styles['detailHead']}>
        <CodeTag code={incident.peakCode} />
        <h2>{words.t('queue.pair', { offender: row.offender, victim: row.victim })}</h2>
        <Badge tone={incident.status === 'resolved' ? 'strong' : 'plain'}>
          {words.t(`word.status.${incident.status}`)}
        </Badge>
        {incident.brokeGlass && <Badge tone="outline">{t('detail.brokeGlass')}</Badge>}
        <CloseButton incident={incident} />
      </header>
      <div className={styles['overview']}>
        <Summary incident={incident} />
        <ResponseTimesView incident={incident} />
      </div>
      <div className={styles['split']}>
        <Replay incident={incident} />
        <section className={replay['record']} aria-label={words.t('record.title')}>
          <RecordTimeline incidentId={incident.id} />
        </section>
      </div>
    </div>
  );
};
