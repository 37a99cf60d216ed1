import { inlineCommits, mustWrite } from '../../../../builders/answered.ts';
import { createPositionRoom } from '../../../../../main/monitoring/incidents/positions.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentId } from '../../../../../shared/domain/ids.ts';
import { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { EntryBody } from '../../../../../shared/domain/incidents/entries.ts';
import type { Outcome } from '../../../../../shared/domain/incidents/entries.ts';
import { createVirtualClock } from '../../../../../main/monitoring/time/clock.ts';
import { createDeletionSettler, createHoldSettler } from '../../../../../main/monitoring/incidents/deletion.ts';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import { systemDraft } from '../../../../../shared/domain/incidents/systemDraft.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { noBulkhead } from '../../../../../main/monitoring/ports/bulkheads.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, policy, startWatch, supervisor, thrower, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-holds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): Store => openStore(join(folder, 's.db'), secretFrom(new Uint8Array(32)));

const only = (watch: Watch): IncidentId => {
  const raised = watch.store.record.since(0, 500).find(({ body }) => body.kind === 'incident.raised');
  if (raised?.incidentId === undefined || raised.incidentId === null) throw new Error('no incident');
  return raised.incidentId;
};
const holdsOf = (watch: Watch) => [...(watch.monitoring.world().incidents.get(only(watch))?.holds.values() ?? [])];
const kept = (watch: Watch): number => watch.store.sealed.points(only(watch));

/** An incident with some positions, resolved and closed. */
const closed = (outcome: Outcome, metres = 700): Watch => {
  const watch = startWatch({ store: open(), policy: withoutStories });
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.pass(5, () => watch.apart(metres));
  const incidentId = only(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
  expect(watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome, cause: null }).ok).toBe(true);
  return watch;
};
const close = (watch: Watch): void => {
  expect(watch.ask(supervisor, { kind: 'incident.close', incidentId: only(watch), review: '가상의 검토' }).ok).toBe(
    true,
  );
};
const restarted = (watch: Watch, later_s: number): Watch => {
  void watch.monitoring.close(); // done when it returns: its store writes within the call
  watch.store.close();
  const after = startWatch({ store: open(), policy: withoutStories, now_ms: watch.now() + later_s * 1000 });
  after.monitoring.setSignedIn([d1, supervisor]);
  return after;
};

describe('closing an incident', () => {
  it('that nothing holds deletes its positions in the same batch', () => {
    const watch = closed('other');
    const before = kept(watch);
    expect(before).toBeGreaterThan(5);
    close(watch);
    expect(watch.kinds().slice(-3)).toEqual(['incident.closed', 'positions.deleted', 'lease.ended']);
    expect(watch.bodies('positions.deleted')).toEqual([{ kind: 'positions.deleted', count: before }]);
    expect(kept(watch)).toBe(0);
    expect(watch.store.sealed.remaining().size).toBe(0);
    expect([...watch.store.sealed.destroyed()]).toEqual([only(watch)]);
    // What still comes in is nobody's.
    watch.pass(3, () => watch.apart(5000));
    expect(watch.store.sealed.remaining().size).toBe(0);
    expect(watch.failures).toEqual([]);
  });

  it('after an arrest keeps them for the policy’s time, over a restart, and then deletes by itself', () => {
    const watch = closed('offender-arrested');
    close(watch);
    expect(holdsOf(watch).map(({ cause }) => cause)).toEqual(['arrest']);
    const before = kept(watch);
    expect(before).toBeGreaterThan(5);
    const incidentId = only(watch);
    expect(watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상의 검토' }).ok).toBe(true);
    expect(answered(watch.monitoring.positions, incidentId, supervisor).ok).toBe(true);
    const early = restarted(watch, policy.hold.automatic_s - 60);
    early.pass(2);
    expect(kept(early)).toBe(before);
    const late = restarted(early, 120);
    late.pass(1);
    expect(late.bodies('hold.ended')).toMatchObject([{ reason: 'expired' }]);
    expect(late.bodies('positions.deleted')).toEqual([{ kind: 'positions.deleted', count: before }]);
    expect(late.store.sealed.remaining().size).toBe(0);
    late.store.close();
  });

  it('after a confirmed contact keeps them too', () => {
    const watch = closed('other', 20);
    close(watch);
    expect(holdsOf(watch).map(({ cause }) => cause)).toEqual(['contact']);
    expect(kept(watch)).toBeGreaterThan(5);
  });

  it('keeps them for a supervisor until that hold is released', () => {
    const watch = closed('other');
    const incidentId = only(watch);
    const until_ms = watch.now() + 86_400_000;
    expect(watch.ask(supervisor, { kind: 'hold.set', incidentId, reason: '가상의 사유', until_ms }).ok).toBe(true);
    close(watch);
    expect(kept(watch)).toBeGreaterThan(5);
    const [hold] = holdsOf(watch);
    if (hold === undefined) throw new Error('no hold');
    const release = { kind: 'hold.release', incidentId, holdId: hold.id, reason: '가상의 해제 사유' } as const;
    expect(CommandBody.safeParse({ ...release, reason: ' ' }).success).toBe(false);
    expect(watch.ask(d1, release)).toEqual({ ok: false, error: { reason: 'not-allowed' } });
    expect(watch.ask(supervisor, release).ok).toBe(true);
    const ended = { kind: 'hold.ended', holdId: hold.id, reason: 'released' };
    expect(watch.bodies('hold.ended')).toEqual([{ ...ended, releaseReason: release.reason }]);
    // As entries of before the reason was asked are.
    expect(EntryBody.parse(ended)).toEqual(ended);
    expect(watch.kinds().slice(-2)).toEqual(['hold.ended', 'positions.deleted']);
    expect(kept(watch)).toBe(0);
  });
});

describe('an automatic hold', () => {
  it('is released by nobody’s hand', () => {
    const watch = closed('offender-arrested', 20);
    close(watch);
    const incidentId = only(watch);
    for (const { id: holdId } of holdsOf(watch))
      expect(watch.ask(supervisor, { kind: 'hold.release', incidentId, holdId, reason: '가상의 사유' })).toEqual({
        ok: false,
        error: { reason: 'hold-automatic' },
      });
    expect(holdsOf(watch).map(({ cause }) => cause)).toEqual(['arrest', 'contact']);
    expect(kept(watch)).toBeGreaterThan(5);
  });
});

describe('a server that was killed', () => {
  it('between recording a deletion and destroying the key finishes it when it comes back', () => {
    const watch = closed('offender-arrested');
    const incidentId = only(watch);
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    // Closed and deleted on record; nothing of what follows from it was done.
    const now = () => watch.now();
    const record = createRecord({
      store: watch.store,
      commits: inlineCommits(watch.store),
      now,
      orderOf: () => undefined,
      settlers: [],
      onSettlerFailure: thrower,
      onStoreFailure: thrower,
      elapsed_ms: () => 0,
      policy,
    });
    record.write((batch) => {
      batch.add([systemDraft(incidentId, now(), { kind: 'incident.closed', review: '가상의 검토' })]);
      batch.add([systemDraft(incidentId, now(), { kind: 'positions.deleted', count: 1 })]);
    }, mustWrite);
    expect([...watch.store.sealed.remaining()]).toEqual([incidentId]);
    expect(kept(watch)).toBeGreaterThan(5);
    watch.store.close();
    const after = startWatch({ store: open(), now_ms: watch.now() + 1000 });
    expect(after.store.sealed.remaining().size).toBe(0);
    expect([...after.store.sealed.destroyed()]).toEqual([incidentId]);
    after.store.close();
  });
});

describe('exporting the evidence', () => {
  const exported = (positions: boolean): EntryBody => ({
    ...({ kind: 'evidence.exported', manifest: '0'.repeat(64), size: 1 } as const),
    ...{ positions, reason: '가상의 사유' },
  });

  /** Writes to the record of a stopped server, with the settlers that end holds and delete. */
  const write = (store: Store, now_ms: number, id: IncidentId, body: EntryBody): readonly EntryBody['kind'][] => {
    const { now } = createVirtualClock(now_ms);
    const settlers = [
      createHoldSettler(now, policy, noBulkhead),
      createDeletionSettler(store, createPositionRoom(store, inlineCommits(store), thrower), now, noBulkhead),
    ];
    const record = createRecord({
      store,
      commits: inlineCommits(store),
      now,
      orderOf: () => undefined,
      settlers,
      onSettlerFailure: thrower,
      onStoreFailure: thrower,
      elapsed_ms: () => 0,
      policy,
    });
    const before = record.world().head;
    record.write((batch) => batch.add([systemDraft(id, now_ms, body)]), mustWrite);
    return record.since(before, 100).map((entry) => entry.body.kind);
  };

  const grace_ms = policy.hold.afterExport_s * 1000;
  const note: EntryBody = { kind: 'note.added', text: '가상의 메모' };

  it('with positions destroys nothing yet: within the time of grace they are there for another export', () => {
    const watch = closed('offender-arrested', 20);
    close(watch);
    const before = kept(watch);
    const incidentId = only(watch);
    const exported_ms = watch.now();
    expect(write(watch.store, exported_ms, incidentId, exported(true))).toEqual(['evidence.exported']);
    expect(write(watch.store, exported_ms + grace_ms - 1, incidentId, note)).toEqual(['note.added']);
    expect(kept(watch)).toBe(before);
    // Over a restart, by the clock alone.
    const late = restarted(watch, grace_ms / 1000);
    late.pass(1);
    expect(late.bodies('hold.ended').map(({ reason }) => reason)).toEqual(['exported', 'exported']);
    expect(late.bodies('positions.deleted')).toEqual([{ kind: 'positions.deleted', count: before }]);
    expect(late.store.sealed.remaining().size).toBe(0);
    late.store.close();
  });

  it('ends the holds to the millisecond on a server that runs on, without another entry of the incident', () => {
    const watch = closed('offender-arrested');
    close(watch);
    const incidentId = only(watch);
    const clock = createVirtualClock(watch.now());
    const settlers = [
      createHoldSettler(clock.now, policy, noBulkhead),
      createDeletionSettler(
        watch.store,
        createPositionRoom(watch.store, inlineCommits(watch.store), thrower),
        clock.now,
        noBulkhead,
      ),
    ];
    const record = createRecord({
      store: watch.store,
      commits: inlineCommits(watch.store),
      now: clock.now,
      orderOf: () => undefined,
      settlers,
      onSettlerFailure: thrower,
      onStoreFailure: thrower,
      elapsed_ms: () => 0,
      policy,
    });
    const kinds = (body: EntryBody | null): readonly EntryBody['kind'][] => {
      const before = record.world().head;
      record.write((batch) => batch.add(body === null ? [] : [systemDraft(incidentId, clock.now(), body)]), mustWrite);
      return record.since(before, 100).map((entry) => entry.body.kind);
    };
    const exported_ms = clock.now();
    expect(kinds(exported(true))).toEqual(['evidence.exported']);
    for (const at_ms of [exported_ms + 1, exported_ms + grace_ms - 1]) {
      clock.set(at_ms);
      expect(kinds(null)).toEqual([]);
    }
    clock.set(exported_ms + grace_ms);
    expect(kinds(null)).toEqual(['hold.ended', 'positions.deleted']);
  });

  it('once more begins the time of grace anew; without positions it ends nothing', () => {
    const watch = closed('offender-arrested');
    close(watch);
    const incidentId = only(watch);
    const at = (later_ms: number, body: EntryBody) => write(watch.store, watch.now() + later_ms, incidentId, body);
    expect(at(0, exported(true))).toEqual(['evidence.exported']);
    expect(at(grace_ms - 1000, exported(true))).toEqual(['evidence.exported']);
    expect(at(grace_ms + 1000, exported(false))).toEqual(['evidence.exported']);
    expect(kept(watch)).toBeGreaterThan(5);
    expect(at(2 * grace_ms, note)).toEqual(['note.added', 'hold.ended', 'positions.deleted']);
  });

  it('without positions leaves the holds to their own time', () => {
    const watch = closed('offender-arrested');
    close(watch);
    const incidentId = only(watch);
    expect(write(watch.store, watch.now(), incidentId, exported(false))).toEqual(['evidence.exported']);
    expect(write(watch.store, watch.now() + 2 * grace_ms, incidentId, note)).toEqual(['note.added']);
    const end_ms = policy.hold.automatic_s * 1000;
    expect(write(watch.store, watch.now() + end_ms, incidentId, note)).toEqual([
      ...['note.added', 'hold.ended', 'positions.deleted'],
    ]);
  });

  it('leaves a supervisor’s hold in force', () => {
    const watch = closed('offender-arrested');
    const incidentId = only(watch);
    const until_ms = watch.now() + 2 * grace_ms;
    watch.ask(supervisor, { kind: 'hold.set', incidentId, reason: '가상의 사유', until_ms });
    close(watch);
    expect(write(watch.store, watch.now(), incidentId, exported(true))).toEqual(['evidence.exported']);
    expect(write(watch.store, watch.now() + grace_ms, incidentId, note)).toEqual(['note.added', 'hold.ended']);
    expect(kept(watch)).toBeGreaterThan(5);
    const after = restarted(watch, 2 * policy.hold.afterExport_s);
    after.pass(1);
    expect(after.kinds()).toEqual(expect.arrayContaining(['hold.ended', 'positions.deleted']));
    expect(after.store.sealed.remaining().size).toBe(0);
    after.store.close();
  });

  it('before a reopening does not count for what came after it', () => {
    const watch = closed('offender-arrested');
    const incidentId = only(watch);
    write(watch.store, watch.now(), incidentId, exported(true));
    const after = restarted(watch, 1);
    expect(after.ask(supervisor, { kind: 'incident.reopen', incidentId, reason: '가상의 사유' }).ok).toBe(true);
    expect(after.monitoring.world().incidents.get(incidentId)?.exportedAt_ms).toBeNull();
    const later = restarted(after, policy.hold.afterExport_s + 1);
    later.pass(1);
    expect(holdsOf(later)).toHaveLength(1);
    later.store.close();
  });
});
