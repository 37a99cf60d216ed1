import { beforeEach, describe, expect, it } from 'vitest';
import { noLeases } from '../../../../../shared/domain/incidents/leaseState.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import { accessLines } from '../../../../../main/monitoring/leases/access.ts';
import type { AccessLine, Commit } from '../../../../../main/monitoring/ports/commit.ts';
import type { AccessSpill, SpillTrouble } from '../../../../../main/monitoring/ports/spill.ts';
import { createCommitQueue } from '../../../../../main/monitoring/store/commitQueue.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { answered } from '../../../../builders/answered.ts';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { d1, d2, O, policy, START_MS, startWatch, thrower, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

/** A disk whose record refuses while it is `full`, and whose spill file does not. */
const disk = () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const state = { full: false, wiped: 0, trouble: null as SpillTrouble | null };
  let inFile: readonly AccessLine[] = [];
  const commits = () =>
    createCommitQueue(
      {
        commit: (commit: Partial<Commit>, done) => {
          if (state.full) return done(err(new Error('disk full')));
          store.commit(commit);
          return done(ok(null));
        },
      },
      thrower,
    );
  /** As a server finds it that starts now. */
  const spill = (): AccessSpill => ({
    left: inFile,
    keep: (lines) => {
      inFile = [...inFile, ...lines];
    },
    wipe: () => {
      state.wiped += inFile.length;
      inFile = [];
    },
    look: () => state.trouble,
    close: () => Promise.resolve(),
  });
  return { store, state, inFile: () => inFile, start: () => ({ store, commits: commits(), spill: spill() }) };
};

let at: ReturnType<typeof disk>;
let watch: Watch;
const start = (now_ms = START_MS): Watch => startWatch({ ...at.start(), now_ms });
const ofLeases = (): readonly string[] =>
  at.store.access
    .page(null, 500)
    .filter(({ action }) => action.startsWith('lease-'))
    .map(({ action, operatorId, at_ms }) => `${action} ${operatorId} ${at_ms}`)
    .toSorted();
const breach = (): void => {
  watch = start();
  watch.monitoring.setSignedIn([d1, d2]);
  watch.apart(5000);
  at.state.full = true;
  watch.apart(700);
  watch.pass(2);
};

beforeEach(() => {
  at = disk();
});

describe('lines of leases that open while the record takes nothing', () => {
  it('lie in the spill file until they are on the access log, and no longer', () => {
    breach();
    expect(at.inFile().map(({ action, operatorId, people }) => [action, operatorId, people])).toEqual([
      ['lease-granted', d1.id, [O, V]],
      ['lease-granted', d2.id, [O, V]],
    ]);
    expect(ofLeases()).toEqual([]);
    watch.pass(policy.lease.duration_s, () => watch.apart(700));
    expect(at.inFile().some(({ action }) => action === 'lease-renewed')).toBe(true);
    const waiting = at.inFile().map(({ action, operatorId, at_ms }) => `${action} ${operatorId} ${at_ms}`);
    at.state.full = false;
    watch.pass(2, () => watch.apart(700));
    expect(ofLeases()).toEqual(waiting.toSorted());
    expect(at.inFile()).toEqual([]);
  });

  it('join it once where the server was killed, with the end of what it had opened, however often the next are killed too', () => {
    breach();
    const granted_ms = at.inFile()[0]?.at_ms ?? 0;
    // Killed; the next starts in the same outage and is killed too, and so is the one after it, between writing and wiping.
    const second = start(watch.now() + 5000);
    for (let s = 0; s < 3; s += 1) second.monitoring.lookAtSpill();
    expect(ofLeases()).toEqual([]);
    const left = at.inFile();
    expect(left).toHaveLength(2);
    at.state.full = false;
    const third_ms = watch.now() + 60_000;
    start(third_ms).monitoring.lookAtSpill();
    const expected = [d1, d2]
      .flatMap(({ id }) => [`lease-granted ${id} ${granted_ms}`, `lease-ended ${id} ${third_ms}`])
      .toSorted();
    expect(ofLeases()).toEqual(expected);
    expect(at.inFile()).toEqual([]);
    const unwiped = { ...at.start().spill, left };
    startWatch({ ...at.start(), now_ms: third_ms + 5000, spill: unwiped }).monitoring.lookAtSpill();
    expect(ofLeases()).toEqual(expected);
  });

  it('end no earlier than anything else that is told of them, where the next server starts with its clock set back', () => {
    breach();
    watch.pass(policy.lease.duration_s, () => watch.apart(700));
    const last_ms = Math.max(...at.inFile().map(({ at_ms }) => at_ms));
    at.state.full = false;
    start(watch.now() - 3_600_000).monitoring.lookAtSpill();
    expect(ofLeases().filter((told) => told.startsWith('lease-ended'))).toEqual(
      [d1, d2].map(({ id }) => `lease-ended ${id} ${last_ms}`),
    );
  });

  it('are not told a second time by the console that held such a lease', () => {
    breach();
    const [lease] = watch.monitoring.leasesOf(d1.id);
    if (lease === undefined) throw new Error('no lease');
    const next_ms = watch.now() + 5000;
    at.state.full = false;
    const next = start(next_ms);
    next.monitoring.lookAtSpill();
    const joined = ofLeases();
    const told = { lease: lease.lease, reason: null, endedAt_ms: watch.now() };
    expect(answered(next.monitoring.provisionalAccess, d1.id, [told])).toEqual({ ok: true, value: null });
    expect(ofLeases()).toEqual(joined);
  });

  it('are left alone where the record tells of them: a commit that was answered too late had them', () => {
    breach();
    const left = at.inFile();
    at.state.full = false;
    watch.pass(2);
    const recorded = ofLeases();
    expect(accessLines(at.store.record.since(0, 1000), noLeases)).toEqual(left);
    const next = startWatch({ ...at.start(), now_ms: watch.now() + 5000, spill: { ...at.start().spill, left } });
    next.monitoring.lookAtSpill();
    expect(ofLeases()).toEqual(recorded);
  });
});

it('tells every desk for as long as the file is not what it should be', () => {
  at.state.trouble = 'unreserved';
  const bulkhead = testBulkheads();
  watch = startWatch({ ...at.start(), now_ms: 1, bulkhead });
  watch.monitoring.lookAtSpill();
  expect(bulkhead.failing()).toEqual({ spill: 1 });
  at.state.trouble = null;
  watch.monitoring.lookAtSpill();
  expect(bulkhead.failing()).toEqual({});
});
