import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { formatTime } from '../../lib/format.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { entryWords } from './words.ts';
import type { RecordContext } from './words.ts';

type Props = {
  readonly incidentId: IncidentId;
  readonly context: RecordContext;
  readonly entry: Entry;
  readonly onClose: () => void;
};

/** Says what an entry got wrong. The entry stays; the correction is one of its own that points at it. */
export const CorrectDialog = ({ incidentId, context, entry, onClose }: Props) => {
  const { t } = context.words;
  const draft = useDraft(incidentId, `correction:${entry.seq}`);
  const { title, detail } = entryWords(context, entry.body);
  const what = detail === null ? title : `${title} — ${detail}`;
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('record.correctTitle')}
      text={t('record.correctText', { time: formatTime(entry.at_ms), what })}
      label={t('record.correctLabel')}
      required={t('record.correctRequired')}
      confirm={t('record.correctConfirm')}
      maxLength={4000}
      draft={draft}
      onConfirm={(text) => void sendDrafted({ kind: 'entry.correct', incidentId, corrects: entry.seq, text }, draft)}
    />
  );
};
