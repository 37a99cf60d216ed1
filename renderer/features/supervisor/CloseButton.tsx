import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import { asksForCase } from '../../../shared/domain/incidents/holds.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { formatDateTime } from '../../lib/format.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { useServerNow } from '../../stores/clock.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { useSession } from '../../stores/session.ts';
import { useStory } from '../../stores/story.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { holdWords } from './evidence/fateWords.ts';
import { heldAfterClosing } from './evidence/holds.ts';
import { CaseQuestion } from './CaseQuestion.tsx';
import styles from './supervisor.module.css';

type Barred = 'notResolved' | 'storyRunning' | 'samePerson';

/** Why this operator cannot close the story; null when they can. In training one person plays every part. */
const closingBarred = (
  incident: Incident,
  story: readonly Incident[],
  { id, role }: Pick<Operator, 'id' | 'role'>,
): Barred | null => {
  if (incident.status !== 'resolved') return 'notResolved';
  if (story.some(isRunning)) return 'storyRunning';
  const isOwn = story.some(({ status, resolvedBy }) => status === 'resolved' && resolvedBy === id);
  return isOwn && role !== 'trainer' ? 'samePerson' : null;
};

/** What closing does to the positions of this story: gone now, or kept until a day, and why. */
const useClosingWords = (
  incident: Incident,
  story: readonly Incident[],
  caseFollows: boolean | null,
): { readonly text: string; readonly confirm: string } => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const policy = useSession((state) => state.directory?.policy ?? null);
  const now_ms = useServerNow();
  const others = story.filter(({ id, status }) => id !== incident.id && status === 'resolved').length;
  const together = others === 0 ? '' : `${t('close.together', { count: others })} `;
  const hold = policy === null ? null : heldAfterClosing(story, caseFollows === true, now_ms, policy);
  if (hold === null) return { text: `${together}${t('close.text')}`, confirm: t('close.confirm') };
  const said = { time: formatDateTime(hold.until_ms), why: holdWords(words, hold) };
  return { text: `${together}${t('close.textHeld', said)}`, confirm: t('close.confirmHeld') };
};

/** Review and closing, a second person's. */
export const CloseButton = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const story = useStory(incident);
  const [closing, setClosing] = useState(false);
  const [caseFollows, setCaseFollows] = useState<boolean | null>(null);
  const said = useClosingWords(incident, story, caseFollows);
  const draft = useDraft(incident.id, 'review');
  const operator = useSession((state) => state.session?.operator ?? null);
  const outbox = useSession((state) => state.outbox);
  if (operator === null || !mayAsk('incident.close', operator.role) || incident.status === 'closed') return null;
  const barred = closingBarred(incident, story, operator);
  const asksCase = story.some((one) => one.status === 'resolved' && asksForCase(one));
  const close = (review: string): void =>
    void sendDrafted(
      {
        ...({ kind: 'incident.close', incidentId: incident.id, review } as const),
        ...(caseFollows === null ? {} : { caseFollows }),
      },
      draft,
    );
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
        onConfirm={close}
        {...(asksCase
          ? {
              question: {
                asked: <CaseQuestion answer={caseFollows} onAnswer={setCaseFollows} />,
                isAnswered: caseFollows !== null,
              },
            }
          : {})}
      />
    </div>
  );
};
