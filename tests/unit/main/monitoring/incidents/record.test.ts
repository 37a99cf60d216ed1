import { describe, expect, it } from 'vitest';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, d2, O, policy, setup, START_MS, reports, startWatch, supervisor, V, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import { answered, inlineCommits } from '../../../../builders/answered.ts';

const memory = (): Store => openStore(':memory:', secretFrom(new Uint8Array(32)));
const incidentOf = (watch: Watch) => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const breach = (store: Store = memory()): Watch => {
  const watch = startWatch({ store, policy: withoutStories });
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(700);
  return watch;
};

/** A store that can be made to refuse every write. */
const failingStore = (): { broken: boolean; readonly store: Store } => {
  const real = memory();
  const commit: Store['commit'] = (change) => {
    if (disk.broken) throw new Error('disk full');
    real.commit(change);
  };
  const disk = { broken: false, store: { ...real, commit } };
  return disk;
};

describe('record', () => {
  it('numbers entries without a gap and holds what was told', () => {
    const watch = breach();
    watch.pass(25, () => watch.apart(600));
    expect(watch.entries.map((e) => e.seq)).toEqual(watch.entries.map((_e, index) => index + 1));
    expect(watch.monitoring.entriesSince(0, 500)).toEqual(watch.entries);
    expect(watch.bodies('distance.measured').length).toBeGreaterThanOrEqual(2);
  });

  it('gives back what was taken along with a batch that cannot be gathered', () => {
    const store = memory();
    const record = createRecord({
      store,
      commits: inlineCommits(store),
      now: () => START_MS,
      orderOf: () => undefined,
      settlers: [],
      onSettlerFailure: () => undefined,
      onStoreFailure: () => undefined,
      elapsed_ms: () => 0,
      policy,
    });
    const told: string[] = [];
    record.addFirst((batch) => batch.afterwards((fate) => told.push(fate)));
    record.addFirst(() => {
      throw new Error('cannot add');
    });
    const written: boolean[] = [];
    record.write(
      () => undefined,
      ({ ok }) => written.push(ok),
    );
    expect([written, told]).toEqual([[false], ['undone']]);
  });

  it('holds no coordinate', () => {
    const watch = breach();
    watch.pass(12, () => watch.apart(600));
    expect(JSON.stringify(watch.entries)).not.toMatch(/12[67]\.\d{3}|37\.\d{3}|"l(at|on)"/);
  });

  it('answers a repeated command with the same numbers and does it once', () => {
    const watch = breach();
    const ask = { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id } as const;
    const first = watch.ask(d1, ask, 'cmd-same');
    const again = watch.ask(d1, ask, 'cmd-same');
    expect(first.ok).toBe(true);
    expect(again).toEqual(first);
    expect(watch.bodies('incident.acknowledged')).toHaveLength(1);
  });

  it('refuses wrong orders with a reason and records nothing of them', () => {
    const watch = breach();
    const before = watch.entries.length;
    const { id: incidentId } = incidentOf(watch);
    expect(watch.ask(d1, { kind: 'incident.close', incidentId, review: '가상' })).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });
    expect(watch.ask(supervisor, { kind: 'incident.close', incidentId, review: '가상' })).toEqual({
      ok: false,
      error: { reason: 'wrong-state', state: 'raised' },
    });
    expect(watch.entries).toHaveLength(before);
  });

  it('keeps a console clock that runs ahead from dating an entry into the future', () => {
    const watch = breach();
    const body = { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id } as const;
    const ahead = { id: CommandId.parse('cmd-ahead'), issuedAt_ms: watch.now() + 3_600_000, body };
    const actor = { type: 'operator', operatorId: d1.id, role: d1.role, consoleId: ConsoleId.parse('c') } as const;
    expect(watch.order({ command: ahead, actor }).ok).toBe(true);
    expect(incidentOf(watch).times.acknowledgedAt_ms).toBe(watch.now());
  });

  it('changes nothing when the store fails, says so, and raises the alert once the store works again', () => {
    const disk = failingStore();
    disk.broken = true;
    const watch = startWatch({ store: disk.store });
    watch.apart(700);
    expect(watch.failures.length).toBeGreaterThan(0);
    expect(watch.entries).toEqual([]);
    expect(watch.monitoring.world().head).toBe(0);
    disk.broken = false;
    watch.pass(1);
    expect(watch.kinds().slice(0, 2)).toEqual(['incident.raised', 'alert.raised']);
  });

  it('owes the record a button and a tamper that came while the store failed, however often, and only once each', () => {
    const disk = failingStore();
    disk.broken = true;
    const watch = startWatch({ store: disk.store });
    const pressed_ms = watch.now();
    for (let i = 0; i < 2; i += 1) {
      expect(reports(watch, 'sos', V)).toEqual({ ok: false, error: 'store-failed' });
      expect(reports(watch, 'strap-tamper', O)).toEqual({ ok: false, error: 'store-failed' });
    }
    watch.pass(2);
    expect(watch.entries).toEqual([]);
    disk.broken = false;
    watch.pass(3);
    expect(watch.bodies('alert.raised').map((b) => b.alert.rule.type)).toEqual(['sos', 'device']);
    expect(watch.kinds()).not.toContain('alert.repeated');
    expect(watch.entries[0]?.at_ms).toBe(pressed_ms);
  });

  it('renews a lease as ever while nothing can be written, and ends it as ever', () => {
    const disk = failingStore();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    const { id: incidentId } = incidentOf(watch);
    const shown = () => watch.monitoring.presenceFor(d1.id, 1).subjects.length - setup.units.length;
    expect(shown()).toBe(2);
    disk.broken = true;
    watch.pass(policy.lease.duration_s + 1, () => watch.apart(700));
    expect(watch.kinds()).not.toContain('lease.renewed');
    expect(shown()).toBe(2);
    watch.monitoring.setSignedIn([]);
    expect(shown()).toBe(0);
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
    expect(watch.kinds()).not.toContain('lease.ended');
    disk.broken = false;
    watch.pass(1);
    expect(watch.kinds()).toContain('lease.ended');
    expect(answered(watch.monitoring.positions, incidentId, { ...d1 })).toMatchObject({ ok: false });
  });

  it('goes on after a restart where it stopped: same incident, same alert, same lease', () => {
    const store = memory();
    const before = breach(store);
    before.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(before).id });
    void before.monitoring.close(); // done when it returns: its store writes within the call
    const head = before.monitoring.world().head;

    const after = startWatch({ store, now_ms: before.now() + 20_000 });
    after.monitoring.setSignedIn([d1, supervisor]);
    expect(after.monitoring.world().head).toBe(head);
    expect(after.monitoring.leasesOf(d1.id).map((l) => l.lease.id)).toEqual(
      before.monitoring.leasesOf(d1.id).map((l) => l.lease.id),
    );
    after.apart(690);
    after.pass(3, () => after.apart(690));
    expect(after.bodies('alert.raised')).toEqual([]);
    expect(after.monitoring.world().incidents.size).toBe(1);
    expect(after.entries[0]?.seq).toBe(head + 1);
  });

  it('ends leases whose operator is gone after a restart', () => {
    const store = memory();
    const before = breach(store);
    const after = startWatch({ store, now_ms: before.now() + 1000 });
    after.monitoring.setSignedIn([d2]);
    expect(after.bodies('lease.ended').map((b) => b.reason)).toEqual(['session-ended']);
  });

  it('destroys the positions and their key when the incident is closed, and says so in the record', () => {
    const store = memory();
    const watch = breach(store);
    watch.pass(5, () => watch.apart(650));
    const { id: incidentId } = incidentOf(watch);
    const ask = (who: typeof d1, body: Parameters<Watch['ask']>[1]) => expect(watch.ask(who, body).ok).toBe(true);
    ask(d1, { kind: 'incident.acknowledge', incidentId });
    ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'no-contact-found', cause: null });
    expect(store.sealed.points(incidentId)).toBe(12);
    ask(supervisor, { kind: 'incident.close', incidentId, review: '가상의 검토' });
    expect(store.sealed.points(incidentId)).toBe(0);
    expect(store.sealed.positions.read(incidentId).pieces).toEqual([]);
    expect(watch.bodies('positions.deleted')).toEqual([{ kind: 'positions.deleted', count: 12 }]);
    expect(answered(watch.monitoring.positions, incidentId, supervisor)).toEqual({
      ok: false,
      error: { reason: 'positions-gone' },
    });
    expect(watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상' })).toEqual({
      ok: false,
      error: { reason: 'positions-gone' },
    });
    expect(watch.now()).toBeGreaterThan(START_MS);
  });
});
