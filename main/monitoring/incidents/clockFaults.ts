import type { IncidentId } from '../../../shared/domain/ids.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { JudgedClock } from '../time/judgedClock.ts';

/** Records the beginning and the end of a fault of the server's clock, once each, also of one that ended while no server ran. */
export const createClockFaults =
  (judged: Pick<JudgedClock, 'health' | 'fault'> | null) =>
  (batch: Batch, _incidents: readonly IncidentId[], now_ms: number): void => {
    const recorded = batch.world().clockFault;
    const health = judged?.health() ?? { state: 'right' };
    const fault = judged?.fault() ?? null;
    if (health.state === 'fault' && fault !== null) {
      const { offset_s } = health;
      if (recorded === null) batch.add([systemDraft(null, now_ms, { kind: 'clock.wrong', offset_s, ...fault })]);
    } else if (recorded !== null) batch.add([systemDraft(null, now_ms, { kind: 'clock.right' })]);
  };
