import { expect, it } from 'vitest';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { ringingOf } from '../../../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import type { Commanded } from '../../../../../main/monitoring/ports/desks.ts';
import { d1, d2, policy, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const incidentOf = (watch: Watch): Incident => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

/** A warning that nobody has acknowledged. */
const warned = (): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, d2]);
  watch.apart(5000);
  watch.apart(1500);
  return watch;
};

let orders = 0;
/** Something that was ordered at `issuedAt_ms` and arrives only now. */
const arrives = (watch: Watch, issuedAt_ms: number, body: CommandBody): Commanded =>
  watch.order({
    command: { id: CommandId.parse(`held-up-${(orders += 1)}`), issuedAt_ms, body },
    actor: { type: 'operator', operatorId: d1.id, role: d1.role, consoleId: ConsoleId.parse('console-1') },
  });

it.each([
  ['names what its desk had heard', { sounding: 1 }],
  ['was ordered by a console of before soundings had numbers', {}],
])('an acknowledgement from before an SOS existed leaves the SOS loud: it %s', (_, heard) => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  const ordered_ms = watch.now();
  watch.pass(30);
  const pressed_ms = watch.now();
  watch.monitoring.sos(V, pressed_ms);
  watch.pass(5);
  expect(arrives(watch, ordered_ms, { kind: 'incident.acknowledge', incidentId, ...heard }).ok).toBe(true);
  // The warning is answered, and the button is not.
  expect(incidentOf(watch)).toMatchObject({ unacknowledged: true, times: { acknowledgedAt_ms: ordered_ms } });
  expect(ringingOf(incidentOf(watch))).toMatchObject({
    code: policy.codes.sos,
    first: { at_ms: pressed_ms },
    count: 1,
  });
});

it('a number decides, however near an acknowledgement and the next sounding are in time', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  // Ordered a second after the button was pressed, at a desk that had not heard of it: its link was frozen.
  watch.monitoring.sos(V, watch.now());
  watch.wait(1);
  expect(arrives(watch, watch.now(), { kind: 'incident.acknowledge', incidentId, sounding: 1 }).ok).toBe(true);
  expect(incidentOf(watch).unacknowledged).toBe(true);
  expect(arrives(watch, watch.now(), { kind: 'incident.acknowledge', incidentId, sounding: 2 }).ok).toBe(true);
  expect(incidentOf(watch).unacknowledged).toBe(false);
});

it('a number that another alarm has borne before is no proof of having heard this one', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  // Heard as number 2, answered, and lost with a server that was killed before it could record it.
  const heard = { incidentId, sounding: 2, soundedAt_ms: watch.now() } as const;
  watch.pass(30);
  watch.monitoring.sos(V, watch.now());
  watch.pass(5);
  const shelve = { kind: 'incident.shelve', reason: 'under-watch', text: null, for_s: 300, ...heard } as const;
  expect(arrives(watch, watch.now(), shelve).ok).toBe(false);
  expect(arrives(watch, watch.now(), { kind: 'incident.acknowledge', ...heard }).ok).toBe(true);
  expect(incidentOf(watch).unanswered.map(({ number }) => number)).toEqual([2]);
  const { soundedAt_ms } = incidentOf(watch);
  expect(arrives(watch, watch.now(), { kind: 'incident.acknowledge', ...heard, soundedAt_ms }).ok).toBe(true);
  expect(incidentOf(watch).unacknowledged).toBe(false);
  const resolve = { kind: 'incident.resolve', outcome: 'other', cause: 'done', ...heard } as const;
  expect(arrives(watch, watch.now(), resolve)).toMatchObject({ ok: false, error: { reason: 'wrong-state' } });
  expect(arrives(watch, watch.now(), { ...resolve, soundedAt_ms })).toMatchObject({ ok: true });
});

it('every press of the button has a number of its own, and each waits for an answer', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  for (let press = 0; press < 3; press += 1) {
    watch.monitoring.sos(V, watch.now());
    watch.pass(1);
  }
  const numbers = watch.entries.flatMap(({ body }) => ('sounding' in body ? [body.sounding] : []));
  expect(numbers).toEqual([1, 2, 3, 4]);
  arrives(watch, watch.now(), { kind: 'incident.acknowledge', incidentId, sounding: 3 });
  expect(incidentOf(watch).unanswered.map(({ number }) => number)).toEqual([4]);
});

it('refuses a number that nothing has sounded with, and one that silences nothing', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  const acknowledge = (sounding: number) =>
    arrives(watch, watch.now(), { kind: 'incident.acknowledge', incidentId, sounding });
  const refused = { ok: false, error: { reason: 'wrong-state', state: 'raised' } };
  expect(acknowledge(2)).toEqual(refused);
  expect(acknowledge(0)).toEqual(refused);
  watch.monitoring.sos(V, watch.now());
  expect(acknowledge(1).ok).toBe(true);
  expect(acknowledge(1)).toEqual(refused);
});

it('tells whose colleague was quicker who that was, and takes a second acknowledgement of the same from one desk', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding: 1 });
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding: 1 }).ok).toBe(true);
  expect(watch.ask(d2, { kind: 'incident.acknowledge', incidentId, sounding: 1 })).toEqual({
    ok: false,
    error: { reason: 'acknowledged-already', by: d1.id },
  });
  expect(incidentOf(watch)).toMatchObject({ unacknowledged: false, workers: [d1.id] });
});

it('what another desk has acknowledged is not resolved by one that has not heard it', () => {
  const watch = warned();
  const { id: incidentId } = incidentOf(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding: 1 });
  watch.monitoring.sos(V, watch.now());
  watch.wait(1);
  watch.ask(d2, { kind: 'incident.acknowledge', incidentId, sounding: 2 });
  const resolve = {
    kind: 'incident.resolve',
    incidentId,
    outcome: 'no-contact-found',
    cause: null,
    despiteClosing: true,
  } as const;
  expect(arrives(watch, watch.now(), { ...resolve, sounding: 1 })).toMatchObject({ ok: false });
  expect(arrives(watch, watch.now(), { ...resolve, sounding: 2 }).ok).toBe(true);
});
