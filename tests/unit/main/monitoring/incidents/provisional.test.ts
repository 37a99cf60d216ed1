import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { CommandId, ConsoleId, PlaceId } from '../../../../../shared/domain/ids.ts';
import type { Entry, EntryBody } from '../../../../../shared/domain/incidents/entries.ts';
import { SafePlace } from '../../../../../shared/domain/places.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import type { Provisional } from '../../../../../shared/protocol/messages.ts';
import type { Commanded } from '../../../../../main/monitoring/ports/desks.ts';
import { heardIn } from '../../../../../shared/domain/incidents/alarmLoad.ts';
import { createCommitQueue } from '../../../../../main/monitoring/store/commitQueue.ts';
import type { Outcome } from '../../../../../main/monitoring/ports/record.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import { d1, d2, HOME, O, policy, reports, setup, startWatch, supervisor, thrower, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const place = SafePlace.parse({
  ...{ id: PlaceId.parse('box'), kind: 'police-box', ko: '가상지구대', en: 'Fictional box', staffed: '24h' },
  ...{ lon: HOME[0], lat: HOME[1] },
});

type Mood = 'works' | 'refuses' | 'hangs';

/** A store that works, refuses or leaves unanswered what it is given, as the test says. */
const moodyStore = () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let mood: Mood = 'works';
  let unanswered: (() => void) | null = null;
  const carryOut = (commit: Parameters<Store['commit']>[0], done: (outcome: Outcome) => void): void => {
    if (mood === 'hangs') {
      unanswered = () => carryOut(commit, done);
      return;
    }
    if (mood === 'refuses') return done(err(new Error('disk full')));
    store.commit(commit);
    return done(ok(null));
  };
  return {
    store,
    commits: createCommitQueue({ commit: carryOut }, thrower),
    be: (next: Mood) => {
      mood = next;
      const answer = unanswered;
      unanswered = null;
      if (next !== 'hangs') answer?.();
    },
  };
};

let disk: ReturnType<typeof moodyStore>;
let watch: Watch;
let told: Provisional[];
/** What a desk holds that is not recorded, by the rule of the protocol. */
const held = (): readonly Entry[] =>
  told
    .reduce<readonly Entry[]>((all, { after, entries }) => [...all.filter(({ seq }) => seq <= after), ...entries], [])
    .filter(({ seq }) => seq > watch.entries.length);
const heldKinds = (): readonly EntryBody['kind'][] => held().map(({ body }) => body.kind);
const listen = (to: Watch): void => {
  told = [];
  to.monitoring.onProvisional((provisional) => told.push(provisional));
};
const incidentOf = () => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const asked = (who: Operator, body: CommandBody, id: string): Commanded[] => {
  const answers: Commanded[] = [];
  watch.monitoring.command(
    {
      command: { id: CommandId.parse(id), issuedAt_ms: watch.now(), body },
      actor: { type: 'operator', operatorId: who.id, role: who.role, consoleId: ConsoleId.parse('console-1') },
    },
    (answer) => answers.push(answer),
  );
  return answers;
};
const shownTo = ({ id }: Operator): number => watch.monitoring.presenceFor(id, 1).subjects.length - setup.units.length;

beforeEach(() => {
  disk = moodyStore();
  watch = startWatch(disk);
  listen(watch);
  watch.monitoring.setSignedIn([d1, d2, supervisor]);
  watch.apart(5000);
  watch.pass(2);
});

describe.each(['refuses', 'hangs'] as const)('while the store %s', (mood) => {
  it('tells nothing as provisional before a second is over: a slow write shows nothing', () => {
    disk.be(mood);
    watch.apart(700);
    expect(told).toEqual([]);
    expect(watch.monitoring.world().incidents.size).toBe(0);
    disk.be('works');
    watch.pass(1);
    expect(told).toEqual([]);
    expect(watch.kinds()).toContain('alert.raised');
  });

  it('rings a breach, a button and a cut strap within two seconds, with their true times, and has each on record once, afterwards', () => {
    disk.be(mood);
    watch.apart(700);
    const breached_ms = watch.now();
    watch.monitoring.sos(V, breached_ms);
    watch.monitoring.deviceEvent(O, 'strap-tamper', breached_ms);
    watch.pass(2);
    const rung = (entries: readonly Entry[]) =>
      entries.flatMap(({ body, at_ms }) => (body.kind === 'alert.raised' ? [`${body.alert.rule.type} ${at_ms}`] : []));
    const expected = ['proximity', 'sos', 'device'].map((type) => `${type} ${breached_ms}`);
    expect(rung(held())).toEqual(expect.arrayContaining(expected));
    expect(watch.kinds()).not.toContain('alert.raised');
    const before = held();
    watch.wait(60);
    const written_ms = watch.now();
    disk.be('works');
    watch.pass(2);
    expect(held()).toEqual([]);
    expect(rung(watch.entries).toSorted()).toEqual(expected.toSorted());
    for (const { recordedAt_ms: _, ...entry } of before)
      expect(watch.entries.find(({ seq }) => seq === entry.seq)).toMatchObject(entry);
    // The end of an outage is no flood: each counts as an alarm of when it rang.
    const recorded = watch.store.record.since(0, 1000);
    const heard = heardIn(recorded, 'all', breached_ms).map(({ at_ms }) => at_ms);
    expect(heard).toHaveLength(3);
    for (const at_ms of heard) expect(at_ms - breached_ms).toBeLessThanOrEqual(2000);
    if (mood === 'refuses')
      for (const { seq } of before) expect(watch.entries[seq - 1]?.recordedAt_ms).toBeGreaterThanOrEqual(written_ms);
    expect(watch.store.record.checked(0, 1000).map(({ seq }) => seq)).toEqual(watch.entries.map(({ seq }) => seq));
  });

  it('has an acknowledgement reach the other desks, promises it to nobody before it is on disk, and does it once', () => {
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    const body = { kind: 'incident.acknowledge', incidentId: incidentOf().id } as const;
    const refused = [{ ok: false, error: { reason: 'store-failed' } }];
    expect(asked(d1, body, 'cmd-same')).toEqual(refused);
    expect(heldKinds()).toContain('incident.acknowledged');
    expect(asked(d1, body, 'cmd-same')).toEqual(refused);
    disk.be('works');
    watch.pass(2);
    const acknowledged = watch.entries.filter((entry) => entry.body.kind === 'incident.acknowledged');
    expect(acknowledged).toHaveLength(1);
    expect(asked(d1, body, 'cmd-same')).toEqual([
      { ok: true, value: { seqs: expect.arrayContaining([acknowledged[0]?.seq]) as unknown } },
    ]);
    expect(watch.bodies('incident.acknowledged')).toHaveLength(1);
  });

  it('refuses at once, and says so, to lead a victim on a way that cannot be sealed; a text is sent', () => {
    watch = startWatch({ ...disk, setup: { ...setup, places: [place] } });
    listen(watch);
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    const about = { kind: 'guidance.send', incidentId: incidentOf().id, victim: V } as const;
    const lead = { ...about, message: { type: 'place', placeId: place.id } } as const;
    expect(asked(d1, lead, 'lead')).toEqual([{ ok: false, error: { reason: 'cannot-seal' } }]);
    asked(d1, { ...about, message: { type: 'text', text: '가상의 안내' } }, 'text');
    expect(heldKinds().filter((kind) => kind === 'guidance.sent')).toHaveLength(1);
    expect(watch.failures.filter((one) => !(one instanceof Error && one.message === 'disk full'))).toEqual([]);
    disk.be('works');
    watch.pass(2);
    expect(asked(d1, lead, 'lead-again')).toMatchObject([{ ok: true }]);
  });

  it('has it tried again, and tells of no fault, where it cannot be read whether the way can be sealed', () => {
    let isReadable = true;
    const hasKey: Store['sealed']['hasKey'] = (incident) => {
      if (isReadable) return disk.store.sealed.hasKey(incident);
      throw new Error('disk I/O error');
    };
    const store = { ...disk.store, sealed: { ...disk.store.sealed, hasKey } };
    watch = startWatch({ ...disk, store, setup: { ...setup, places: [place] } });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    isReadable = false;
    const message = { type: 'place', placeId: place.id } as const;
    const lead = { kind: 'guidance.send', incidentId: incidentOf().id, victim: V, message } as const;
    expect(asked(d1, lead, 'lead')).toEqual([{ ok: false, error: { reason: 'store-failed' } }]);
  });

  it('refuses by rule at once, on what is provisional too', () => {
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    const { id: incidentId } = incidentOf();
    expect(asked(supervisor, { kind: 'incident.close', incidentId, review: '가상' }, 'cmd-1')).toEqual([
      { ok: false, error: { reason: 'wrong-state', state: 'raised' } },
    ]);
  });

  it('opens leases by the same rules, prolongs them past their length, and tells holders of each once', () => {
    const opened: string[] = [];
    watch.monitoring.onLease((event) => opened.push(`${event.kind} ${event.holder}`));
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    expect([d1, d2, supervisor].map(shownTo)).toEqual([2, 2, 0]);
    watch.pass(policy.lease.duration_s + 60, () => watch.apart(700));
    expect([d1, d2].map(shownTo)).toEqual([2, 2]);
    const before = [...opened];
    expect(before.filter((one) => one === 'opened d1')).toHaveLength(1);
    expect(before).toContain('renewed d1');
    disk.be('works');
    watch.pass(2, () => watch.apart(700));
    expect(opened.filter((one) => one.startsWith('opened'))).toEqual(before.filter((one) => one.startsWith('opened')));
    // Each line of the access log is there once, with the time at which it became true.
    const lines = watch.store.access.page(null, 500).filter(({ operatorId }) => operatorId === d1.id);
    const granted = lines.filter(({ action }) => action === 'lease-granted');
    expect(granted).toHaveLength(1);
    expect(watch.now() - (granted[0]?.at_ms ?? 0)).toBeGreaterThan(policy.lease.duration_s * 1000);
  });

  it('opens by break-glass what the rules keep shut', () => {
    watch.apart(1500);
    watch.pass(2);
    expect(shownTo(d1)).toBe(0);
    disk.be(mood);
    const answers = asked(
      d1,
      { kind: 'lease.breakGlass', incidentId: incidentOf().id, reason: '가상의 이유' },
      'glass',
    );
    watch.pass(2);
    expect(answers).toEqual([{ ok: false, error: { reason: 'store-failed' } }]);
    if (mood === 'refuses')
      asked(d1, { kind: 'lease.breakGlass', incidentId: incidentOf().id, reason: '가상의 이유' }, 'glass');
    expect(shownTo(d1)).toBe(2);
    disk.be('works');
    watch.pass(2);
    expect(watch.bodies('lease.granted').filter(({ purpose }) => purpose === 'break-glass')).toHaveLength(1);
  });

  it('keeps the positions of an incident that has no key yet, and seals all of them once it can', () => {
    disk.be(mood);
    watch.apart(700);
    watch.pass(30, () => watch.apart(700));
    disk.be('works');
    watch.pass(policy.record.commitEvery_s + 5);
    // Both people, the fix that raised it and one a second since.
    expect(watch.store.sealed.points(incidentOf().id)).toBeGreaterThanOrEqual(62);
    expect(watch.failures.filter((one) => !(one instanceof Error && one.message === 'disk full'))).toEqual([]);
  });

  it('is found again by the rules where the server is killed meanwhile, and numbers go on from the disk', () => {
    disk.be(mood);
    watch.apart(700);
    watch.pass(2);
    expect(held()[0]?.seq).toBe(1);
    const after = startWatch({ store: disk.store, now_ms: watch.now() + 5000 });
    expect(after.monitoring.provisional()).toEqual({ after: 0, entries: [] });
    after.monitoring.setSignedIn([d1]);
    after.apart(700);
    expect(after.kinds()).toContain('alert.raised');
    expect(after.entries[0]?.seq).toBe(1);
  });
});

it('is written before an orderly end', () => {
  disk.be('refuses');
  watch.apart(700);
  watch.pass(3);
  expect(held().length).toBeGreaterThan(0);
  disk.be('works');
  void watch.monitoring.close(); // done when it returns: its store writes within the call
  expect(watch.kinds()).toContain('alert.raised');
});

it('tells the whole of what is provisional to whoever asks, after the last entry on disk', () => {
  watch.apart(1500);
  watch.pass(1);
  const head = watch.monitoring.recordHead();
  disk.be('refuses');
  watch.apart(700);
  watch.pass(3);
  const { after, entries } = watch.monitoring.provisional();
  expect(after).toBe(head);
  expect(watch.monitoring.recordHead()).toBe(head);
  expect(entries).toEqual(held());
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => head + index + 1));
});

it('takes nobody for unwatched twice, and says so once', () => {
  disk.be('refuses');
  watch.apart(700);
  watch.pass(30, () => watch.apart(700));
  const numbers = held().map(({ seq }) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(heldKinds().filter((kind) => kind === 'incident.raised')).toHaveLength(1);
  expect(reports(watch, 'sos', V)).toEqual({ ok: false, error: 'store-failed' });
});
