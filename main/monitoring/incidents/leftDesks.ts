import { claimedIncidents, soundingOfLeft } from '../../../shared/domain/incidents/claims.ts';
import type { AttendanceOf } from '../../../shared/domain/incidents/attendance.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { IncidentRecord, Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

/** Which operators are at their desks, and what sounds again because one is not. */
export type LeftDesks = {
  readonly attendanceOf: AttendanceOf;
  /** Takes what is known of the desks now, and has everything looked at that somebody has claimed. */
  readonly setAttendance: (attendanceOf: AttendanceOf, record: Pick<IncidentRecord, 'world' | 'write'>) => void;
  /** Runs before escalations and leases are settled: what it sounds rings at the desks in the same moment. */
  readonly settle: Settler;
};

/** Until somebody tells of the desks, everybody is taken to be at theirs. */
export const createLeftDesks = (
  now: () => number,
  { desks }: Pick<Policy, 'desks'>,
  onStoreFailure: (thrown: unknown) => void,
): LeftDesks => {
  let attendanceOf: AttendanceOf = () => 'attended';
  // Time alone makes nothing due here: a desk that is gone is told of.
  const due = createDueIncidents({ nextAt_ms: () => null });
  return {
    attendanceOf: (operator) => attendanceOf(operator),
    setAttendance: (next, record) => {
      attendanceOf = next;
      due.wake(claimedIncidents(record.world()));
      record.write(
        () => undefined,
        (written) => {
          if (!written.ok) onStoreFailure(written.error);
        },
      );
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
