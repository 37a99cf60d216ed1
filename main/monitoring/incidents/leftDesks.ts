import { claimedIncidents, soundingOfLeft } from '../../../shared/domain/incidents/claims.ts';
import type { AttendanceOf, DeskStateOf } from '../../../shared/domain/incidents/attendance.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

/** How operators' desks are found, and what sounds again because nobody is at one. */
export type LeftDesks = {
  readonly attendanceOf: AttendanceOf;
  readonly deskOf: DeskStateOf;
  /** Takes what is known of the desks now; with the next write everything is looked at that somebody has claimed. */
  readonly desksChanged: (deskOf: DeskStateOf, world: World) => void;
  /** Runs before escalations and leases are settled: what it sounds rings at the desks in the same moment. */
  readonly settle: Settler;
};

/** Until somebody tells of the desks, everybody is taken to be at theirs and to hear what rings. */
export const createLeftDesks = (now: () => number, { desks }: Pick<Policy, 'desks'>, bulkhead: Bulkhead): LeftDesks => {
  let deskOf: DeskStateOf = () => ({ desk: 'attended', sounds: true });
  const attendanceOf: AttendanceOf = (operator) => deskOf(operator).desk;
  // Time alone makes nothing due here: a desk that is gone is told of.
  const due = createDueIncidents({ name: 'left desks', bulkhead, nextAt_ms: () => null });
  return {
    attendanceOf,
    deskOf: (operator) => deskOf(operator),
    desksChanged: (next, world) => {
      deskOf = next;
      due.wake(claimedIncidents(world));
    },
    settle: (batch) => {
      const now_ms = now();
      due.settle(batch, now_ms, (incident) => {
        const body = soundingOfLeft(incident, attendanceOf, desks);
        if (body !== null) batch.add([systemDraft(incident.id, now_ms, body)]);
      });
    },
  };
};
