import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { formatStopwatch } from '../../lib/format.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { mayBreakGlass } from './positions.ts';
import type { PositionAccess } from './positions.ts';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

const Access = ({ access, model }: { readonly access: PositionAccess; readonly model: PanelModel }) => {
  const { t } = useWords();
  if (access.kind === 'none') {
    return (
      <p className={styles['access']}>
        <EyeOff size={14} aria-hidden />
        <span>{t(`lease.none.${access.why}`)}</span>
      </p>
    );
  }
  const names = access.holders.map((id) => model.index.operatorById.get(id)?.name ?? id).join(', ');
  return (
    <div className={styles['access']}>
      <Eye size={14} aria-hidden />
      <div>
        <p>
          {access.subjects.length > 1 ? t('lease.subjectsBoth') : t('lease.subjectsOffender')} ·{' '}
          {t('lease.purpose', { purpose: t(`word.purpose.${access.purpose}`) })} ·{' '}
          <span className={styles['countdown']}>{t('lease.left', { time: formatStopwatch(access.left_s) })}</span>
        </p>
        <p className={styles['small']}>{t('lease.holders', { names })}</p>
      </div>
    </div>
  );
};

/** Who sees where the people are, for how long, or why nobody does; and the way to open them all the same. */
export const Positions = ({ model }: { readonly model: PanelModel }) => {
  const { t } = useWords();
  const { incident, access, outbox, may } = model;
  const [asking, setAsking] = useState(false);
  const draft = useDraft(incident.id, 'break-glass');
  const busy = isWaiting(outbox, 'lease.breakGlass', { incidentId: incident.id });
  return (
    <Section title={t('lease.title')}>
      <div className={styles['positions']}>
        <Access access={access} model={model} />
        {mayBreakGlass(incident, access) && may('lease.breakGlass') && (
          <Button size="s" busy={busy} onClick={() => setAsking(true)}>
            {t('lease.breakGlass')}
          </Button>
        )}
      </div>
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('lease.breakGlassTitle')}
        text={t('lease.breakGlassText')}
        label={t('lease.breakGlassReason')}
        required={t('act.reasonRequired')}
        confirm={t('lease.breakGlassConfirm')}
        maxLength={400}
        draft={draft}
        onConfirm={(reason) => void sendDrafted({ kind: 'lease.breakGlass', incidentId: incident.id, reason }, draft)}
      />
    </Section>
  );
};
