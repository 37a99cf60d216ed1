import type { Commanded } from '../../../../../main/monitoring/ports/desks.ts';
import { inlineCommits, mustWrite } from '../../../../builders/answered.ts';
import { describe, expect, it } from 'vitest';
import { CommandId, ConsoleId, IncidentId, PlaceId } from '../../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { SafePlace } from '../../../../../shared/domain/places.ts';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import { systemDraft } from '../../../../../shared/domain/incidents/systemDraft.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, HOME, O, policy, setup, startWatch, supervisor, UNIT, V, thrower } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { straightWays } from '../../../../../main/monitoring/streets/streets.ts';
import type { Bulkhead } from '../../../../../main/monitoring/ports/bulkheads.ts';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import type { Streets } from '../../../../../main/monitoring/streets/streets.ts';
import type { Asked } from '../../../../../main/monitoring/ports/desks.ts';

const place = SafePlace.parse({
  ...{ id: PlaceId.parse('box'), kind: 'police-box', ko: '가상지구대', en: 'Fictional box', staffed: '24h' },
  ...{ lon: HOME[0], lat: HOME[1] },
});

const poisoned = (): never => {
  throw new RangeError('no arithmetic tonight');
};

/** A store whose keys file refuses while it is broken. */
const stubbornStore = () => {
  const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const keys = { broken: false };
  const { seals } = real.sealed;
  const close: typeof seals.close = (incident, content) => {
    if (keys.broken) throw new Error('the keys file refuses');
    return seals.close(incident, content);
  };
  return { keys, store: { ...real, sealed: { ...real.sealed, seals: { ...seals, close } } } satisfies Store };
};

const setUp = (store?: Store, streets?: Streets, bulkhead?: Bulkhead) => {
  const watch = startWatch({
    setup: { ...setup, places: [place] },
    ...(store === undefined ? {} : { store }),
    ...(streets === undefined ? {} : { streets }),
    ...(bulkhead === undefined ? {} : { bulkhead }),
  });
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(700);
  const [incidentId] = watch.monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('no incident');
  return { watch, incidentId };
};

const asked = (watch: Watch, id: string, body: CommandBody, over: Partial<Asked['command']> = {}): Asked => ({
  command: { id: CommandId.parse(id), issuedAt_ms: watch.now(), ...over, body },
  actor: { type: 'operator', operatorId: d1.id, role: d1.role, consoleId: ConsoleId.parse('console-1') },
});

describe('a command that cannot be decided', () => {
  /** Streets that break down where anybody asks them for a way. */
  const streets: Streets = { travel: () => [], ways: thrower, route: thrower };

  it('is answered as failed, alone: those beside it are recorded, and nothing of it is', () => {
    const { watch, incidentId } = setUp(undefined, streets);
    const note = (n: number): Asked => asked(watch, `n${n}`, { kind: 'note.add', incidentId, text: `가상 ${n}` });
    const lead = asked(watch, 'lead', {
      ...{ kind: 'guidance.send', incidentId, victim: V },
      message: { type: 'place', placeId: place.id },
    });
    // While the disk is busy they come together.
    const answers: Commanded[] = [];
    watch.monitoring.command(note(0), () => {
      for (const one of [note(1), lead, note(2)]) watch.monitoring.command(one, (answer) => answers.push(answer));
    });
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { reason: 'failed' } }, { ok: true }]);
    expect(watch.bodies('note.added').map(({ text }) => text)).toEqual(['가상 0', '가상 1', '가상 2']);
    expect(watch.bodies('guidance.sent')).toEqual([]);
    expect(watch.failures).toHaveLength(1);
  });

  it('sends a patrol whose rank cannot be worked out, without one, and says that advice fails', () => {
    const bulkhead = testBulkheads();
    const { watch, incidentId } = setUp(
      undefined,
      { travel: poisoned, ways: straightWays, route: () => null },
      bulkhead,
    );
    watch.order(asked(watch, 'ack', { kind: 'incident.acknowledge', incidentId }));
    expect(watch.order(asked(watch, 'go', { kind: 'unit.assign', incidentId, unitId: UNIT })).ok).toBe(true);
    expect(watch.bodies('unit.assigned')).toEqual([{ kind: 'unit.assigned', unitId: UNIT, rank: null, eta_s: null }]);
    expect(bulkhead.failing()).toEqual({ advice: 1 });
  });
});

describe('a command that waited too long', () => {
  it.each([
    ['as its console measured', 0, { age_ms: 91_000 }],
    ['by this server’s clock, which its console knew', 91, { clockOffset_ms: -500, age_ms: 0 }],
    ['by its own time, where that is all there is', 91, {}],
  ])('is not carried out: given too long ago %s', (_how, wait_s, over) => {
    const { watch, incidentId } = setUp();
    watch.order(asked(watch, 'ack', { kind: 'incident.acknowledge', incidentId }));
    const body = { kind: 'unit.assign', incidentId, unitId: UNIT } as const;
    const given_ms = watch.now();
    watch.wait(wait_s);
    const late = asked(watch, 'late', body, { issuedAt_ms: given_ms, ...over });
    expect(watch.order(late)).toEqual({ ok: false, error: { reason: 'expired' } });
    expect(watch.bodies('unit.assigned')).toEqual([]);
    expect(watch.order(asked(watch, 'again', body)).ok).toBe(true);
  });

  it('is answered as before where it had been carried out and only its answer was lost', () => {
    const { watch, incidentId } = setUp();
    const guide = asked(watch, 'g', {
      ...{ kind: 'guidance.send', incidentId, victim: V },
      message: { type: 'text', text: '가상의 안내' },
    });
    const first = watch.order(guide);
    expect(first.ok).toBe(true);
    const again = { ...guide, command: { ...guide.command, age_ms: 3 * 3_600_000 } };
    expect(watch.order(again)).toEqual(first);
    expect(watch.bodies('guidance.sent')).toHaveLength(1);
  });

  it('is not called so because a console’s clock is wrong, nor because an exercise runs fast', () => {
    const { watch, incidentId } = setUp();
    const note = { kind: 'note.add', incidentId, text: '가상' } as const;
    expect(watch.order(asked(watch, 'wrong', note, { issuedAt_ms: 1, age_ms: 200 })).ok).toBe(true);
    const fast = startWatch({ mode: 'training' });
    fast.monitoring.setSignedIn([d1]);
    fast.apart(5000);
    fast.apart(700);
    const [id] = fast.monitoring.world().incidents.keys();
    if (id === undefined) throw new Error('no incident');
    const given_ms = fast.now();
    fast.wait(3600);
    const body = { kind: 'guidance.send', incidentId: id, victim: V, message: { type: 'text', text: '가상' } } as const;
    const sent = asked(fast, 'g', body, { issuedAt_ms: given_ms, clockOffset_ms: 0, age_ms: 30_000 });
    expect(fast.order(sent).ok).toBe(true);
  });

  it('leaves a line of the access log where it asked for positions', () => {
    const { watch, incidentId } = setUp();
    const glass = { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' } as const;
    const late = watch.order(asked(watch, 'late', glass, { age_ms: 600_000 }));
    expect(late).toEqual({ ok: false, error: { reason: 'expired' } });
    const lines = watch.store.access.page(null, 100);
    expect(lines).toContainEqual(
      expect.objectContaining({ action: 'read-refused', detail: 'lease.breakGlass: expired' }),
    );
  });
});

describe('a command that the store kept from being decided', () => {
  it('is refused alone: those beside it are recorded, and it lands when it comes again', () => {
    const { keys, store } = stubbornStore();
    const { watch, incidentId } = setUp(store);
    const note = (n: number): Asked => asked(watch, `n${n}`, { kind: 'note.add', incidentId, text: `가상 ${n}` });
    const message = { type: 'place', placeId: place.id } as const;
    const lead = asked(watch, 'lead', { kind: 'guidance.send', incidentId, victim: V, message });
    keys.broken = true;
    // While the disk is busy they come together.
    const answers: Commanded[] = [];
    watch.monitoring.command(note(0), () => {
      for (const one of [note(1), lead, note(2)]) watch.monitoring.command(one, (answer) => answers.push(answer));
    });
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { reason: 'store-failed' } }, { ok: true }]);
    expect(watch.bodies('note.added').map(({ text }) => text)).toEqual(['가상 0', '가상 1', '가상 2']);
    expect(watch.bodies('guidance.sent')).toEqual([]);
    expect(watch.failures).toEqual([new Error('the keys file refuses')]);
    const stored = watch.store.record.since(0, 500).map(({ seq }) => seq);
    expect(stored).toEqual(stored.map((_, index) => index + 1));
    keys.broken = false;
    expect(watch.order(lead).ok).toBe(true);
    expect(watch.bodies('guidance.sent')).toHaveLength(1);
  });
});

describe('the time of a command', () => {
  it('is never before the incident it is about was raised, nor after it was recorded', () => {
    const { watch, incidentId } = setUp();
    const raised = watch.entries.find(({ body }) => body.kind === 'incident.raised');
    watch.pass(5);
    const at = (id: string, body: CommandBody, issuedAt_ms: number) => {
      expect(watch.order(asked(watch, id, body, { issuedAt_ms, age_ms: 0 })).ok).toBe(true);
      return watch.entries.findLast(({ commandId }) => commandId === id)?.at_ms;
    };
    const note = { kind: 'note.add', incidentId, text: '가상' } as const;
    expect(at('early', note, 1)).toBe(raised?.at_ms);
    expect(at('late', note, watch.now() + 3_600_000)).toBe(watch.now());
    expect(at('between', note, watch.now() - 2000)).toBe(watch.now() - 2000);
    at('ack', { kind: 'incident.acknowledge', incidentId }, watch.now());
    at('assign', { kind: 'unit.assign', incidentId, unitId: UNIT }, watch.now());
    expect(at('status', { kind: 'unit.setStatus', unitId: UNIT, status: 'en-route' }, 1)).toBe(raised?.at_ms);
  });

  it('comes with the difference of the clocks, whatever kind of command it is', () => {
    const { watch, incidentId } = setUp();
    const clockOffset_ms = -1234;
    const bodies: readonly CommandBody[] = [
      { kind: 'note.add', incidentId, text: '가상' },
      { kind: 'guidance.send', incidentId, victim: V, message: { type: 'text', text: '가상' } },
      { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' },
    ];
    for (const [index, body] of bodies.entries()) watch.order(asked(watch, `c${index}`, body, { clockOffset_ms }));
    const own = watch.entries.filter(({ commandId }) => commandId !== null);
    expect(own.map(({ body }) => body.kind)).toEqual(['note.added', 'guidance.sent', 'lease.granted']);
    expect(own.map((entry) => entry.clockOffset_ms)).toEqual(own.map(() => clockOffset_ms));
  });
});

describe('guidance in an incident that runs on after its key was destroyed', () => {
  it('may be told in words, and leads nowhere', () => {
    const { watch, incidentId } = setUp();
    // A restored record believes in positions whose key is gone, and says so with its first batch.
    const { store } = watch;
    const record = createRecord({
      store,
      commits: inlineCommits(store),
      now: watch.now,
      orderOf: () => undefined,
      settlers: [],
      onSettlerFailure: thrower,
      onStoreFailure: thrower,
      elapsed_ms: () => 0,
      policy,
    });
    record.write(
      (batch) =>
        batch.add([systemDraft(IncidentId.parse(incidentId), watch.now(), { kind: 'positions.deleted', count: 0 })]),
      mustWrite,
    );
    const after = startWatch({ store, setup: { ...setup, places: [place] }, now_ms: watch.now() + 1000 });
    after.monitoring.setSignedIn([d1]);
    after.apart(700);
    const send = (message: Extract<CommandBody, { readonly kind: 'guidance.send' }>['message']) =>
      after.ask(d1, { kind: 'guidance.send', incidentId, victim: V, message });
    expect(send({ type: 'place', placeId: place.id })).toEqual({ ok: false, error: { reason: 'positions-gone' } });
    expect(send({ type: 'text', text: '가상의 안내' }).ok).toBe(true);
    expect(after.failures).toEqual([]);
  });
});

describe('a call', () => {
  it('may name the victim it was with, and nobody else', () => {
    const { watch, incidentId } = setUp();
    const call = { kind: 'call.log', incidentId, party: 'victim', result: 'talked', text: null } as const;
    const unknown = { ok: false, error: { reason: 'unknown-person' } };
    expect(watch.ask(d1, { ...call, victim: O })).toEqual(unknown);
    expect(watch.ask(d1, { ...call, party: 'patrol', victim: V })).toEqual(unknown);
    expect(watch.ask(d1, { ...call, victim: V }).ok).toBe(true);
    expect(watch.ask(d1, call).ok).toBe(true);
    const logged = { kind: 'call.logged', party: 'victim', result: 'talked', text: null };
    expect(watch.bodies('call.logged')).toEqual([{ ...logged, victim: V }, logged]);
  });
});
