import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { formatDateTime } from '../../lib/format.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { holdWords } from './evidence/fateWords.ts';
import { positionsFate } from './evidence/holds.ts';
import { useAfterExport } from './evidence/useAfterExport.ts';
import styles from './supervisor.module.css';

/** Why this operator cannot close the incident; null when they can. In training one person plays every part. */
const closingBarred = (incident: Incident, operatorId: string, role: string): 'notResolved' | 'samePerson' | null => {
  if (incident.status !== 'resolved') return 'notResolved';
  return incident.resolvedBy === operatorId && role !== 'trainer' ? 'samePerson' : null;
};

/** What closing does to the positions of this incident: gone now, or kept until a day, and why. */
const useClosingWords = (incident: Incident): { readonly text: string; readonly confirm: string } => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const afterExport_s = useAfterExport();
  const fate = positionsFate(incident, afterExport_s);
  if (fate.kind !== 'held') return { text: t('close.text'), confirm: t('close.confirm') };
  const said = { time: formatDateTime(fate.hold.until_ms), why: holdWords(words, fate.hold) };
  return { text: t('close.textHeld', said), confirm: t('close.confirmHeld') };
};

/** Review and closing, a second person's. */
export const CloseButton = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const said = useClosingWords(incident);
  const [closing, setClosing] = useState(false);
  const draft = useDraft(incident.id, 'review');
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
        text={said.text}
        label={t('close.review')}
        required={t('close.reviewRequired')}
        confirm={said.confirm}
        maxLength={4000}
        draft={draft}
        onConfirm={(review) => void sendDrafted({ kind: 'incident.close', incidentId: incident.id, review }, draft)}
      />
    </div>
  );
};
