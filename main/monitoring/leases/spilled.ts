import type { LeaseId } from '../../../shared/domain/ids.ts';
import { noLeases } from '../../../shared/domain/incidents/leaseState.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import type { AccessSpill, SpillTrouble } from '../ports/spill.ts';
import { accessLines, onceOf, shortened } from './access.ts';

/** Trouble that lasts is told again so often: what is told of once is forgotten after a minute. */
const TELL_EVERY_MS = 30_000;

/** What tells a line of a lease apart from every other. */
const keyOf = ({ lease, action, operatorId, at_ms }: AccessLine): string => `${lease} ${action} ${operatorId} ${at_ms}`;

/** The reserved file of the access log does not do what it is for. */
class SpillFailed extends Error {
  constructor(trouble: SpillTrouble) {
    super(`the spill file is ${trouble}`);
    this.name = `SpillFailed ${trouble}`;
  }
}

/**
 * Has what a killed server left in the spill file join the access log, each line once. What the record tells of is on the log already, since both
 * go to disk together. A lease that the record does not hold ended with that server, at the latest when this one started.
 */
export const createSpilled = (given: {
  readonly spill: AccessSpill;
  readonly store: Pick<RecordReads, 'record'>;
  readonly commits: CommitQueue;
  readonly record: Pick<IncidentRecord, 'isKeeping'>;
  readonly bulkhead: Bulkhead;
  readonly started_ms: number;
  /** Milliseconds on a clock that never jumps. */
  readonly elapsed_ms: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}) => {
  const { spill, store, commits, started_ms, elapsed_ms } = given;
  let left = spill.left;
  let isJoining = false;
  let told_ms = Number.NEGATIVE_INFINITY;

  const missing = (): readonly AccessLine[] => {
    const incidents = new Set(left.flatMap(({ incidentId }) => incidentId ?? []));
    const onLog = [...incidents].flatMap((id) => accessLines(store.record.ofIncident(id), noLeases));
    const known = new Set(onLog.map(keyOf));
    const recorded = new Set(onLog.map(({ lease }) => lease));
    const lines = left.filter((line) => !known.has(keyOf(line)));
    const ended = new Set(lines.flatMap(({ lease, action }) => (action === 'lease-ended' ? [lease] : [])));
    const last_ms = new Map<LeaseId, number>();
    for (const { lease, at_ms } of lines)
      if (lease !== undefined) last_ms.set(lease, Math.max(at_ms, last_ms.get(lease) ?? 0));
    return lines.flatMap((line): readonly AccessLine[] => {
      const once = onceOf(line);
      if (line.action !== 'lease-granted' || line.lease === undefined || recorded.has(line.lease))
        return [{ ...line, once }];
      const granted = { ...line, once, detail: shortened(`${line.detail} (not recorded)`) };
      // Where the clock was set back it ends no earlier than it was last prolonged.
      const at_ms = Math.max(started_ms, last_ms.get(line.lease) ?? 0);
      const end = { ...line, action: 'lease-ended', at_ms, detail: 'not recorded' } as const;
      return ended.has(line.lease) ? [granted] : [granted, { ...end, once: onceOf(end) }];
    });
  };
  const join = (): void => {
    if (left.length === 0 || isJoining || given.record.isKeeping()) return;
    isJoining = true;
    commits.add({
      prepare: () => ({ access: missing() }),
      done: (outcome) => {
        isJoining = false;
        if (!outcome.ok) return given.onStoreFailure(outcome.error);
        left = [];
        // What is kept by now waits behind it in the file, and is wiped with it when that is written.
        if (!given.record.isKeeping()) spill.wipe();
      },
    });
  };
  if (left.length === 0) spill.wipe(); // what does not open is of no use to anybody

  return {
    /** Once a second: joins what is left, tries again what could not be written, and has every desk told what is wrong. */
    look: (): void => {
      join();
      const trouble = spill.look();
      const isDue = elapsed_ms() - told_ms >= TELL_EVERY_MS;
      if (trouble !== null && !isDue) return;
      if (trouble !== null) told_ms = elapsed_ms();
      given.bulkhead.report('spill', 'file', trouble === null ? null : new SpillFailed(trouble));
    },
    /** Nothing is kept in memory any more. */
    written: (): void => {
      if (left.length === 0) spill.wipe();
    },
  };
};
