import type { UnitId } from '../../../shared/domain/ids.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { Monitoring } from '../index.ts';
import type { SimEvent, Simulator } from './simulator.ts';

type Ears = Pick<Monitoring, 'ingestFix' | 'ingestUnitFix' | 'deviceEvent' | 'sos'>;
type Desk = Pick<Monitoring, 'world' | 'targetOf'>;

const deliver = (event: SimEvent, monitoring: Ears, receivedAt_ms: number): void => {
  switch (event.kind) {
    case 'fix':
      monitoring.ingestFix(event.person, event.fix, receivedAt_ms);
      return;
    case 'unit-fix':
      monitoring.ingestUnitFix(event.unit, event.fix);
      return;
    case 'sos':
      monitoring.sos(event.person, event.at_ms);
      return;
    case 'device':
      monitoring.deviceEvent(event.person, event.event, event.at_ms);
      return;
    default:
      unreachable(event);
  }
};

/** Sends simulated patrols where the record says they are bound; who stands on scene stays there. */
const sendPatrols = (simulator: Simulator, units: readonly UnitId[], { world, targetOf }: Desk): void => {
  const now = world();
  for (const id of units) {
    const { status, incidentId } = unitState(now, id);
    switch (status) {
      case 'dispatched':
      case 'en-route': {
        const target = incidentId === null ? null : targetOf(incidentId);
        if (target !== null) simulator.setUnitTask(id, target);
        break;
      }
      case 'on-scene':
        break;
      case 'available':
      case 'clear':
      case 'out-of-service':
        simulator.setUnitTask(id, null);
        break;
      default:
        unreachable(status);
    }
  }
};

/**
 * One turn of a simulator and the server it plays for: what the devices sent up to now goes in as it would over the wire,
 * and patrols follow the record. Call it before the server's own tick.
 */
export const playTurn = (simulator: Simulator, monitoring: Ears & Desk, now_ms: number): void => {
  for (const event of simulator.step(now_ms)) deliver(event, monitoring, now_ms);
  sendPatrols(
    simulator,
    simulator.setup.units.map(({ unit }) => unit.id),
    monitoring,
  );
};
