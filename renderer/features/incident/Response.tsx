import { Alerts } from './Alerts.tsx';
import { BoundPatrols } from './BoundPatrols.tsx';
import { Candidates } from './Candidates.tsx';
import { Escapes } from './Escapes.tsx';
import { Positions } from './Positions.tsx';
import { Situation } from './Situation.tsx';
import type { PanelModel } from './useIncident.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import styles from './incident.module.css';

/** Where the victim is open there is nothing left to ask for: who sees what makes room for what to do. */
const escaping = ({ incident, sees }: PanelModel): boolean => isRunning(incident) && sees.victim;

/** What a dispatcher works with: how things stand, who is sent, where the victim can go, who could be sent. */
export const Response = ({ model }: { readonly model: PanelModel }) => (
  <div className={styles['sections']}>
    <Situation model={model} />
    {!escaping(model) && <Positions model={model} />}
    <BoundPatrols model={model} />
    {escaping(model) && <Escapes model={model} />}
    {isRunning(model.incident) && model.may('unit.assign') && <Candidates model={model} />}
    {escaping(model) && <Positions model={model} />}
    <Alerts model={model} />
  </div>
);
