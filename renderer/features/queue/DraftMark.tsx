import { PenLine } from 'lucide-react';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useWords } from '../../lib/words.ts';
import { useSendableDrafts } from '../incident/index.ts';

/** Says that this operator has begun to write something at an incident that could be sent as it stands now. */
export const DraftMark = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useWords();
  if (!useSendableDrafts(incident)) return null;
  return (
    <PenLine size={13} role="img" aria-label={t('queue.draft')} data-draft>
      <title>{t('queue.draft')}</title>
    </PenLine>
  );
};
