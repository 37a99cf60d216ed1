import { VisuallyHidden } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { levelWords } from '../../lib/alertWords.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { useWords } from '../../lib/words.ts';

const newestAlarm = (running: readonly Incident[]): Incident | null =>
  running
    .filter((incident) => incident.unacknowledged)
    .reduce<Incident | null>(
      (newest, one) => (newest === null || one.soundedAt_ms > newest.soundedAt_ms ? one : newest),
      null,
    );

/** Says a new alarm to assistive technology: code 0 at once, all others when there is a pause. No names, no places. */
export const Announcer = ({ running }: { readonly running: readonly Incident[] }) => {
  const { t } = useTranslation('dispatch');
  const words = useWords();
  const alarm = newestAlarm(running);
  const lead = alarm === null ? null : leadAlert(alarm);
  const text =
    lead === null
      ? ''
      : t('queue.announce', {
          code: lead.state.code,
          level: levelWords(words, lead.state),
          certainty: t(`word.certainty.${lead.state.certainty}`),
        });
  const urgent = lead?.state.code === 0;
  return (
    <>
      <VisuallyHidden.Root role="status" aria-live="polite">
        {urgent ? '' : text}
      </VisuallyHidden.Root>
      <VisuallyHidden.Root role="alert" aria-live="assertive">
        {urgent ? text : ''}
      </VisuallyHidden.Root>
    </>
  );
};
