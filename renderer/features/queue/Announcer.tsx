import { VisuallyHidden } from 'radix-ui';
import { ringingOf, soundingId, wasPassedOnLast } from '../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import { levelWords } from '../../lib/alertWords.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { useDirectory } from '../../stores/session.ts';
import { useWords } from '../../lib/words.ts';
import type { Words } from '../../lib/words.ts';

type Announcement = { readonly key: string; readonly text: string; readonly isUrgent: boolean };

/** What to say of the newest sounding among the running incidents; null while nothing rings. */
export const announcementOf = (
  words: Words,
  running: readonly Incident[],
  nameOf: (operator: OperatorId) => string,
): Announcement | null => {
  const { t } = words;
  const all = running.flatMap((incident) => {
    const ringing = ringingOf(incident);
    if (ringing === null) return [];
    const passedOn = wasPassedOnLast(ringing);
    const about = passedOn ? ringing.first : ringing.newest;
    return [
      { incident, about, passedOn, isOver: ringing.isOver, at_ms: passedOn ? ringing.escalatedAt_ms : about.at_ms },
    ];
  });
  const last = all.toSorted((a, b) => (a.at_ms ?? 0) - (b.at_ms ?? 0)).at(-1);
  const alert = last?.incident.alerts.get(last.about.alertId);
  if (last === undefined || alert === undefined) return null;
  const { about, passedOn, isOver } = last;
  const said = { code: about.code, level: levelWords(words, alert.state) };
  const key = soundingId(last.incident.id, about);
  if (isOver) return { key: `${key} over`, text: t('queue.announceOver', said), isUrgent: false };
  if (passedOn) return { key: `${key} escalated`, text: t('queue.announceEscalated', said), isUrgent: true };
  if (about.left !== undefined)
    return { key, text: t('queue.announceLeft', { ...said, name: nameOf(about.left.by) }), isUrgent: true };
  const certainty = t(`word.certainty.${alert.state.certainty}`);
  return { key, text: t('queue.announce', { ...said, certainty }), isUrgent: about.code === 0 };
};

/**
 * Says a new sounding to assistive technology: code 0 and what nobody has answered at once, all others when there is a pause. No names, no
 * places. A sounding that is told in the same words as the one before it is put in anew, or it would not be spoken.
 */
export const Announcer = ({ running }: { readonly running: readonly Incident[] }) => {
  const words = useWords();
  const index = useDirectory();
  const said = announcementOf(words, running, (id) => operatorName(index, id));
  const text = said === null ? null : <span key={said.key}>{said.text}</span>;
  const isUrgent = said?.isUrgent === true;
  return (
    <>
      <VisuallyHidden.Root role="status" aria-live="polite">
        {isUrgent ? null : text}
      </VisuallyHidden.Root>
      <VisuallyHidden.Root role="alert" aria-live="assertive">
        {isUrgent ? text : null}
      </VisuallyHidden.Root>
    </>
  );
};
