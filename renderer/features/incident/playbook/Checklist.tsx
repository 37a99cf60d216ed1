import { Check, Minus } from 'lucide-react';
import { operatorName } from '../../../lib/operatorName.ts';
import { formatTime } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PanelModel } from '../useIncident.ts';
import type { StepRow } from './model.ts';
import type { PlaybookView } from './usePlaybook.ts';
import styles from './playbook.module.css';

type Props = { readonly model: PanelModel; readonly view: PlaybookView };

/** Says of a step that it was done, passed over, or taken back. */
export const markStep = (
  { incident }: PanelModel,
  { playbook }: PlaybookView,
  step: string,
  state: 'done' | 'skipped' | 'undone',
): void => void sendCommand({ kind: 'playbook.step', incidentId: incident.id, playbook: playbook.key, step, state });

const Mark = ({ row }: { readonly row: StepRow }) => (
  <span className={styles['mark']} data-state={row.state} data-by={row.by?.type} aria-hidden>
    {row.state === 'done' && <Check size={14} strokeWidth={3} />}
    {row.state === 'skipped' && <Minus size={14} strokeWidth={3} />}
  </span>
);

const Step = ({ model, view, row }: Props & { readonly row: StepRow }) => {
  const { t } = useWords();
  const locale = useSession((state) => state.settings.locale);
  const { step, state, by, waiting } = row;
  const open = state === 'open';
  const allowed = model.may('playbook.step') && model.incident.status !== 'closed';
  const who = ((): string => {
    if (by === null) return '';
    const time = formatTime(by.at_ms);
    return by.type === 'record'
      ? t('playbook.byRecord', { time })
      : `${t(state === 'skipped' ? 'playbook.skipped' : 'playbook.done')} · ${t('playbook.by', {
          name: operatorName(model.index, by.operatorId),
          time,
        })}`;
  })();
  return (
    <li className={styles['step']} data-state={state} data-by={by?.type} data-step={step.key}>
      <button
        type="button"
        role="checkbox"
        aria-checked={state === 'done' ? true : state === 'skipped' ? 'mixed' : false}
        disabled={!allowed || waiting}
        className={styles['tick']}
        title={open ? t('playbook.tick') : t('playbook.untick')}
        onClick={() => markStep(model, view, step.key, open ? 'done' : 'undone')}
      >
        <Mark row={row} />
        <span className={styles['words']}>
          {step[locale]}
          {(who !== '' || waiting) && <span className={styles['who']}>{waiting ? t('act.sending') : who}</span>}
        </span>
      </button>
      {open && allowed && (
        <Button size="s" variant="quiet" disabled={waiting} onClick={() => markStep(model, view, step.key, 'skipped')}>
          {t('playbook.skip')}
        </Button>
      )}
    </li>
  );
};

/** Everything the lead alert asks for, step by step. */
export const Checklist = ({ model, view }: Props) => {
  const locale = useSession((state) => state.settings.locale);
  return (
    <section className={styles['list']} aria-label={view.playbook[locale]}>
      <h3>{view.playbook[locale]}</h3>
      <ol>
        {view.rows.map((row) => (
          <Step key={row.step.key} model={model} view={view} row={row} />
        ))}
      </ol>
    </section>
  );
};
