import { expect, test } from 'vitest';
import { createAnswerer, refusal } from '../../../../main/console/api.ts';
import type { Answerer, Handlers } from '../../../../main/console/api.ts';
import { isCallName, isEventName } from '../../../../shared/api/channels.ts';
import { apiCallNames, apiEventNames, callsBySubject, eventsBySubject } from '../../../../shared/api/contract.ts';
import type { ApiCallName } from '../../../../shared/api/contract.ts';

const seen: { readonly refused: string[]; readonly bugs: string[] } = { refused: [], bugs: [] };

/** Answers with only the given handlers; reaching any other is a bug. */
const answerer = (given: Partial<Handlers>): Answerer => {
  seen.refused.length = 0;
  seen.bugs.length = 0;
  const missing = Object.fromEntries(
    apiCallNames.map((name) => [name, () => Promise.reject(new Error('not expected'))]),
  ) as unknown as Handlers; // one function for every name of the contract
  return createAnswerer(
    { ...missing, ...given },
    (reason) => seen.refused.push(reason),
    (name) => seen.bugs.push(name),
  );
};

test('the names without schemas are the names of the contract', () => {
  expect(apiCallNames.every(isCallName)).toBe(true);
  expect(apiEventNames.every(isEventName)).toBe(true);
  for (const name of ['', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'Snapshot', null, 1, {}]) {
    expect([isCallName(name), isEventName(name)]).toEqual([false, false]);
  }
});

test('every call and every event belongs to one subject, and none is left out', () => {
  const namesIn = (subjects: Readonly<Record<string, object>>) => Object.values(subjects).flatMap(Object.keys);
  // In the same order too: a name that stood under two subjects would be there once only.
  expect(namesIn(callsBySubject)).toEqual(apiCallNames);
  expect(namesIn(eventsBySubject)).toEqual(apiEventNames);
});

test('answers a call that fits', async () => {
  const answer = answerer({ entries: async () => [] });
  expect(await answer('entries', { since: 0 })).toEqual({ ok: true, value: [] });
});

test.each(['', 'toString', '__proto__', 'constructor', 'snapshot ', null, undefined, 3, ['entries']])(
  'knows no call %j',
  async (name) => {
    expect(await answerer({})(name, null)).toEqual({ ok: false, message: 'unknown call' });
    expect(seen.refused).toEqual(['api:unknown-call']);
  },
);

const wrong: readonly (readonly [ApiCallName, unknown, string])[] = [
  ['entries', null, 'entries: args: '],
  ['entries', { since: -1 }, 'entries: args.since: '],
  ['entries', { since: 1.5 }, 'entries: args.since: '],
  ['entries', { since: 0, more: 1 }, 'entries: args: '],
  ['signIn', { username: 'a' }, 'signIn: args.password: '],
  ['signIn', { username: 'a'.repeat(61), password: 'x' }, 'signIn: args.username: '],
  ['send', { kind: 'note.add', incidentId: '../../x', text: 'x' }, 'send: args.incidentId: '],
  ['send', { kind: 'unit.setStatus', unitId: 'U1', status: 'flying' }, 'send: args.status: '],
  ['setLocale', { locale: 'fr' }, 'setLocale: args.locale: '],
  ['startTraining', { scenario: 'x'.repeat(101), seed: null }, 'startTraining: args.scenario: '],
  ['controlTraining', { action: 'speed', speed: 1000 }, 'controlTraining: args.speed: '],
  ['snapshot', {}, 'snapshot: args: '],
];

test.each(wrong)('refuses %s with %j and names the field, not the value', async (name, args, message) => {
  const answer = await answerer({})(name, args);
  expect(answer.ok).toBe(false);
  expect(answer.ok ? '' : answer.message).toContain(message);
  expect(answer.ok ? '' : answer.message).not.toContain('..');
  expect(seen).toEqual({ refused: [`api:${name}`], bugs: [] });
});

test('a refusal is told to the page; a bug is not', async () => {
  const told = answerer({ signOut: () => Promise.reject(refusal('offline')) });
  expect(await told('signOut', null)).toEqual({ ok: false, message: 'offline' });
  const bug = answerer({ signOut: () => Promise.reject(new Error('at 37.56, 126.97')) });
  expect(await bug('signOut', null)).toEqual({ ok: false, message: 'signOut: failed' });
  expect(seen.bugs).toEqual(['signOut']);
});

test('an answer that does not fit the contract never reaches the page', async () => {
  const answer = answerer({ entries: async () => [{ seq: 0 }] as never });
  expect(await answer('entries', { since: 0 })).toEqual({ ok: false, message: 'entries: failed' });
  expect(seen.bugs).toEqual(['entries']);
});
