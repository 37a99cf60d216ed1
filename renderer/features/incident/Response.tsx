import { Alerts } from './Alerts.tsx';
import { BoundPatrols } from './BoundPatrols.tsx';
import { Candidates } from './Candidates.tsx';
import { Escapes } from './Escapes.tsx';
import { GuidanceList } from './guidance/GuidanceList.tsx';
import { NextStep } from './playbook/NextStep.tsx';
import type { PlaybookView } from './playbook/usePlaybook.ts';
import { Positions } from './Positions.tsx';
import { Situation } from './Situation.tsx';
import type { PanelModel } from './useIncident.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import styles from './incident.module.css';

/** Where the victim is open there is nothing left to ask for: who sees what makes room for what to do. */
const escaping = ({ incident, sees }: PanelModel): boolean => isRunning(incident) && sees.victim;

type Props = {
  readonly model: PanelModel;
  readonly view: PlaybookView | null;
  /** The list of safe places was asked for by its key, and has not taken the focus yet. */
  readonly escapesAsked: boolean;
  readonly onEscapesFocused: () => void;
  readonly onBreakGlass: () => void;
};

/** What a dispatcher works with: what comes next, how things stand, who is sent, what the victim was told, where they can go. */
export const Response = ({ model, view, escapesAsked, onEscapesFocused, onBreakGlass }: Props) => (
  <div className={styles['sections']}>
    {view !== null && isRunning(model.incident) && <NextStep model={model} view={view} />}
    <Situation model={model} />
    {!escaping(model) && <Positions model={model} onBreakGlass={onBreakGlass} />}
    <BoundPatrols model={model} />
    <GuidanceList model={model} />
    {escaping(model) && <Escapes model={model} asked={escapesAsked} onFocused={onEscapesFocused} />}
    {isRunning(model.incident) && model.may('unit.assign') && <Candidates model={model} />}
    {escaping(model) && <Positions model={model} onBreakGlass={onBreakGlass} />}
    <Alerts model={model} />
  </div>
);
