import { LifeBuoy } from 'lucide-react';
import { openAnswers } from '../../../../shared/domain/incidents/guidance.ts';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import { personName } from '../../../lib/alertWords.ts';
import { formatAgo, formatTime } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PanelModel } from '../useIncident.ts';
import styles from './guidance.module.css';

type Props = { readonly model: PanelModel; readonly onCall: () => void };

/**
 * A victim who says that they need help, or cannot go, above everything else in the panel. It goes when somebody has talked with them,
 * which a logged call says; nothing else on the screen puts it away.
 */
export const AnswerBanner = ({ model, onCall }: Props) => {
  const words = useWords();
  const { t, common } = words;
  const { incident, index, people, now_ms, may } = model;
  const open = isRunning(incident) ? openAnswers(incident, people.order?.victims ?? []) : [];
  return (
    <div role="alert">
      {open.map(({ guidance, answer, at_ms }) => (
        <div key={guidance.id} className={styles['banner']} data-answer={answer}>
          <LifeBuoy size={18} aria-hidden />
          <p>
            <strong>{t(`guide.banner.${answer}`, { victim: personName(words, index, guidance.victim) })}</strong>
            <span>
              {formatTime(at_ms)} · {formatAgo(common, Math.max(0, (now_ms - at_ms) / 1000))}
            </span>
          </p>
          {may('call.log') && (
            <Button size="s" onClick={onCall}>
              {t('guide.banner.call')}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
};
