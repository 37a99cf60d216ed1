import { PenLine } from 'lucide-react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useWords } from '../../lib/words.ts';
import { useSession } from '../../stores/session.ts';

/** Says that this operator has begun to write something at an incident and has neither sent nor discarded it. */
export const DraftMark = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const { t } = useWords();
  const hasDraft = useSession((state) => state.drafts.has(incidentId));
  if (!hasDraft) return null;
  return (
    <PenLine size={13} role="img" aria-label={t('queue.draft')} data-draft>
      <title>{t('queue.draft')}</title>
    </PenLine>
  );
};
