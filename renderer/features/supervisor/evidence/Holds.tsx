import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayAsk } from '../../../../shared/domain/incidents/decide.ts';
import { isByHand } from '../../../../shared/domain/incidents/holds.ts';
import { isStoryKept } from '../../../../shared/domain/incidents/story.ts';
import type { Hold, Incident } from '../../../../shared/domain/incidents/state.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendDrafted, useDraft } from '../../../stores/drafts.ts';
import { useSession } from '../../../stores/session.ts';
import { useStory } from '../../../stores/story.ts';
import { Button } from '../../../ui/Button.tsx';
import { ReasonDialog } from '../../../ui/ReasonDialog.tsx';
import { fateWords, holdWords } from './fateWords.ts';
import { HoldDialog } from './HoldDialog.tsx';
import { holdsInForce, positionsFate } from './holds.ts';
import { useAfterExport } from './useAfterExport.ts';
import styles from './evidence.module.css';

type ReleaseProps = { readonly incident: Incident; readonly hold: Hold; readonly onClose: () => void };

/** Says what ending the hold does before it is ended, and asks why: of a closed incident the last one deletes. */
const ReleaseDialog = ({ incident, hold, onClose }: ReleaseProps) => {
  const { t } = useTranslation('supervisor');
  const draft = useDraft(incident.id, `release:${hold.id}`);
  const others = useStory(incident).filter(({ id }) => id !== incident.id);
  const deletes = incident.status === 'closed' && incident.holds.size === 1 && !isStoryKept(others);
  return (
    <ReasonDialog
      open
      onOpenChange={onClose}
      title={t('hold.releaseTitle')}
      text={t(deletes ? 'hold.releaseDeletes' : 'hold.releaseText')}
      label={t('hold.releaseReason')}
      required={t('hold.reasonRequired')}
      confirm={t('hold.releaseConfirm')}
      maxLength={400}
      draft={draft}
      onConfirm={(reason) =>
        void sendDrafted({ kind: 'hold.release', incidentId: incident.id, holdId: hold.id, reason }, draft)
      }
    />
  );
};

/** What keeps the positions of an incident: until when, why, and what a supervisor can change of it. */
export const Holds = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const [setting, setSetting] = useState(false);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const role = useSession((state) => state.session?.operator.role ?? null);
  const outbox = useSession((state) => state.outbox);
  const afterExport_s = useAfterExport();
  const story = useStory(incident);
  const holds = holdsInForce(incident, story, afterExport_s);
  const fate = positionsFate(incident, story, afterExport_s);
  const about = { incidentId: incident.id };
  return (
    <section className={styles['block']} aria-label={t('hold.list')}>
      <h3>{t('hold.list')}</h3>
      <p className={styles['fate']}>{fateWords(t, words, fate, incident.status === 'closed')}</p>
      {holds.length > 0 && (
        <ul className={styles['holds']}>
          {holds.map((hold) => (
            <li key={hold.id} className={styles['hold']}>
              <span>
                <strong>{t('hold.line', { time: formatDateTime(hold.until_ms) })}</strong>
                <span className={styles['sub']}>{holdWords(words, hold)}</span>
              </span>
              {isByHand(hold) && role !== null && mayAsk('hold.release', role) && (
                <Button size="s" busy={isWaiting(outbox, 'hold.release', about)} onClick={() => setReleasing(hold)}>
                  {t('hold.release')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {incident.positionsExist && role !== null && mayAsk('hold.set', role) && (
        <Button size="s" busy={isWaiting(outbox, 'hold.set', about)} onClick={() => setSetting(true)}>
          {t('hold.set')}
        </Button>
      )}
      {setting && <HoldDialog incidentId={incident.id} onClose={() => setSetting(false)} />}
      {releasing !== null && <ReleaseDialog incident={incident} hold={releasing} onClose={() => setReleasing(null)} />}
    </section>
  );
};
