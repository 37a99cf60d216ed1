import { Alerts } from './Alerts.tsx';
import { BoundPatrols } from './BoundPatrols.tsx';
import { Candidates } from './Candidates.tsx';
import { Escapes } from './Escapes.tsx';
import { Positions } from './Positions.tsx';
import { Situation } from './Situation.tsx';
import type { PanelModel } from './useIncident.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import styles from './incident.module.css';

/** What a dispatcher works with: how things stand, who is sent, where the victim can go, who could be sent. */
export const Response = ({ model }: { readonly model: PanelModel }) => (
  <div className={styles['sections']}>
    <Situation model={model} />
    <Positions model={model} />
    <BoundPatrols model={model} />
    {isRunning(model.incident) && model.sees.victim && <Escapes model={model} />}
    {isRunning(model.incident) && model.may('unit.assign') && <Candidates model={model} />}
    <Alerts model={model} />
  </div>
);
