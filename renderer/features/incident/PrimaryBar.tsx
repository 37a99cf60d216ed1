import { useState } from 'react';
import type { UnitId } from '../../../shared/domain/ids.ts';
import { heardOf } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useShortcut } from '../../lib/keys.ts';
import { usePointerHere } from '../../lib/looking.ts';
import { isAcknowledging, isWaiting } from '../../lib/pending.ts';
import { useSteady } from '../../lib/useSteady.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { primaryAction } from './primary.ts';
import type { PatrolStep, PrimaryAction } from './primary.ts';
import type { PanelModel } from './useIncident.ts';
import { whyNow } from './why.ts';
import { Shelving } from './shelving/Shelving.tsx';
import styles from './incident.module.css';

/** Names the last sounding on the screen: what comes while the command is on its way rings on. */
const acknowledge = (incident: Incident): void =>
  void sendCommand({ kind: 'incident.acknowledge', incidentId: incident.id, ...heardOf(incident) });

const assign = ({ id }: Incident, unitId: UnitId): void =>
  void sendCommand({ kind: 'unit.assign', incidentId: id, unitId });

const takeStep = ({ id }: Incident, { unitId, to }: PatrolStep): void =>
  void sendCommand({ kind: 'unit.setStatus', unitId, status: to, assignedTo: id });

type Props = {
  readonly model: PanelModel;
  readonly onResolve: () => void;
  readonly resolvable: boolean;
  /** Brings the list of patrols up; null while it is on the screen and takes the digits itself. */
  readonly onPatrols: (() => void) | null;
};

const Primary = ({
  model,
  onResolve,
  action,
}: Pick<Props, 'model' | 'onResolve'> & { readonly action: PrimaryAction }) => {
  const { t } = useWords();
  const { incident, index, outbox, patrols } = model;
  const callsign = 'unitId' in action ? (index.unitById.get(action.unitId)?.unit.callsign ?? action.unitId) : '';
  switch (action.kind) {
    case 'acknowledge': {
      const busy = isAcknowledging(outbox, incident);
      const press = (): void => acknowledge(incident);
      return (
        <Button variant="primary" size="l" shortcut="A" busy={busy} onClick={press}>
          {busy ? t('act.sending') : t('act.acknowledge')}
        </Button>
      );
    }
    case 'assign': {
      const { unitId } = action;
      const busy = isWaiting(outbox, 'unit.assign', { incidentId: incident.id, unitId });
      const press = (): void => assign(incident, unitId);
      return (
        <Button variant="primary" size="l" shortcut={patrols.recommended?.key?.toString()} busy={busy} onClick={press}>
          {busy ? t('act.sending') : t('act.assign', { callsign })}
        </Button>
      );
    }
    case 'status': {
      const { unitId, to } = action;
      const busy = isWaiting(outbox, 'unit.setStatus', { unitId });
      const press = (): void => takeStep(incident, action);
      return (
        <Button variant="primary" size="l" shortcut="S" busy={busy} onClick={press}>
          {busy ? (
            t('act.sending')
          ) : (
            <span>
              {callsign} <span aria-hidden>→</span> {t(`unit.toStatus.${to}`)}
            </span>
          )}
        </Button>
      );
    }
    case 'resolve': {
      const busy = isWaiting(outbox, 'incident.resolve', { incidentId: incident.id });
      return (
        <Button variant="primary" size="l" shortcut="R" busy={busy} onClick={onResolve}>
          {busy ? t('act.sending') : t('act.resolve')}
        </Button>
      );
    }
    case 'choose-unit':
      return <p className={styles['instead']}>{t('act.chooseUnit')}</p>;
    case 'await-review':
      return <p className={styles['instead']}>{t('act.awaitReview')}</p>;
    case 'done':
      return <p className={styles['instead']}>{t('act.done')}</p>;
  }
};

/** The one thing to do now, large; what else is possible beside it, quiet. */
export const PrimaryBar = ({ model, onResolve, resolvable, onPatrols }: Props) => {
  const words = useWords();
  const { t } = words;
  const { incident, world, patrols, step, may, now_ms } = model;
  const { recommended, holding } = patrols;
  const pointer = usePointerHere((isHere) => holding('action', isHere));
  const [reopening, setReopening] = useState(false);
  const draft = useDraft(incident.id, 'reopen');
  const action = primaryAction(incident, world, step, recommended?.unit.id ?? null);
  const news = 'unitId' in action ? model.newsOf(action.unitId) : null;
  const unacknowledged = incident.unacknowledged && may('incident.acknowledge');
  useShortcut('acknowledge', () => acknowledge(incident), unacknowledged && !isAcknowledging(model.outbox, incident));
  // Nobody sends a patrol whose number they do not see: from another tab only the one on the button here is sent at once.
  const byDigit = (digit: number): void => {
    if (action.kind !== 'assign' || digit !== recommended?.key) return onPatrols?.();
    const busy = isWaiting(model.outbox, 'unit.assign', { unitId: action.unitId });
    if (!patrols.justMoved && !busy) assign(incident, action.unitId);
  };
  useShortcut('assign', byDigit, onPatrols !== null && may('unit.assign') && isRunning(incident));
  const isSteady = useSteady(step === null ? '' : `${step.unitId} ${step.to}`, now_ms);
  useShortcut(
    'status',
    () => {
      if (step === null || !isSteady || isWaiting(model.outbox, 'unit.setStatus', { unitId: step.unitId })) return;
      takeStep(incident, step);
    },
    step !== null && may('unit.setStatus'),
  );
  if (!may('incident.acknowledge') && incident.status !== 'resolved') return null;
  return (
    <div ref={pointer} className={styles['primary']} role="group" aria-label={t('panel.primary')}>
      <Primary model={model} onResolve={onResolve} action={action} />
      {resolvable && action.kind !== 'resolve' && (
        <Button variant="quiet" size="s" onClick={onResolve}>
          {t('act.resolve')}
        </Button>
      )}
      {incident.status === 'resolved' && may('incident.reopen') && (
        <Button size="s" onClick={() => setReopening(true)}>
          {t('act.reopen')}
        </Button>
      )}
      <Shelving model={model} why={whyNow(words, action, incident, world, recommended, news, now_ms)} />
      <ReasonDialog
        open={reopening}
        onOpenChange={setReopening}
        title={t('act.reopenTitle')}
        text={t('act.reopenText')}
        label={t('act.reason')}
        required={t('act.reasonRequired')}
        confirm={t('act.confirmReopen')}
        maxLength={400}
        draft={draft}
        onConfirm={(reason) => void sendDrafted({ kind: 'incident.reopen', incidentId: incident.id, reason }, draft)}
      />
    </div>
  );
};
