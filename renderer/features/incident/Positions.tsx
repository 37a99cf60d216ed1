import { Eye, EyeOff } from 'lucide-react';
import { formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { Button } from '../../ui/Button.tsx';
import { breakGlassOf } from './BreakGlass.tsx';
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

type Props = { readonly model: PanelModel; readonly onBreakGlass: () => void };

/** Who sees where the people are, for how long, or why nobody does; and the way to open them all the same. */
export const Positions = ({ model, onBreakGlass }: Props) => {
  const { t } = useWords();
  const breakGlass = breakGlassOf(model);
  return (
    <Section title={t('lease.title')}>
      <div className={styles['positions']}>
        <Access access={model.access} model={model} />
        {breakGlass !== 'none' && (
          <Button size="s" shortcut="B" busy={breakGlass === 'sending'} onClick={onBreakGlass}>
            {t('lease.breakGlass')}
          </Button>
        )}
      </div>
    </Section>
  );
};
