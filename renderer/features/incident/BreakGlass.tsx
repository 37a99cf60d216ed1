import { useShortcut } from '../../lib/keys.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { mayBreakGlass } from './positions.ts';
import type { PanelModel } from './useIncident.ts';

/** Whether this operator could open positions now, and whether that is on its way already. */
export const breakGlassOf = ({ incident, access, outbox, may }: PanelModel): 'possible' | 'sending' | 'none' => {
  if (!mayBreakGlass(incident, access) || !may('lease.breakGlass')) return 'none';
  return isWaiting(outbox, 'lease.breakGlass', { incidentId: incident.id }) ? 'sending' : 'possible';
};

type Props = {
  readonly model: PanelModel;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Asks why positions that the tier keeps closed are to be opened; B does from every tab of the panel. */
export const BreakGlass = ({ model, open, onOpenChange }: Props) => {
  const { t } = useWords();
  const { id: incidentId } = model.incident;
  const draft = useDraft(incidentId, 'break-glass');
  useShortcut('breakGlass', () => onOpenChange(true), breakGlassOf(model) === 'possible');
  return (
    <ReasonDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('lease.breakGlassTitle')}
      text={t('lease.breakGlassText')}
      label={t('lease.breakGlassReason')}
      required={t('act.reasonRequired')}
      confirm={t('lease.breakGlassConfirm')}
      maxLength={400}
      draft={draft}
      onConfirm={(reason) => void sendDrafted({ kind: 'lease.breakGlass', incidentId, reason }, draft)}
    />
  );
};
