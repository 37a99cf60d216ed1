import { beforeAll, expect, it } from 'vitest';
import { PHONE_HABITS } from '../../../../../../main/monitoring/simulator/phone.ts';
import type { PhoneClient } from '../../../../../../main/monitoring/simulator/phone.ts';
import { playPhones, TROUBLES } from '../../../../../builders/phoneWeek.ts';
import type { Told } from '../../../../../builders/phoneWeek.ts';

/** However slow the machine: a week takes about a minute. */
const PATIENCE_MS = 600_000;

/** Plays so many hours, and holds every client's phone to what must be true however long it was. */
export const judgePhones = (hours: number, seed: number): void => {
  let told: readonly Told[] = [];
  beforeAll(() => {
    told = playPhones(hours, seed);
  }, PATIENCE_MS);

  const clients = Object.keys(PHONE_HABITS) as readonly PhoneClient[]; // keys of that very object
  it.each(clients)('block no queue and make no place surer than it was sent: %s', (client) => {
    const one = told.find((of) => of.client === client);
    if (one === undefined) throw new Error('this client was not played');
    expect([...one.moods].toSorted()).toEqual(['calm', ...TROUBLES].toSorted());
    // Whatever a phone said, the server never gave it a reason to say it again.
    expect([...one.statuses]).toEqual([200]);
    expect(one.waitedInCalm_s).toBe(0);
    expect(one.unheardInCalm_s).toBeLessThanOrEqual(60);
    // What came was what was measured, no surer; and all came that could be used.
    expect([...one.wrong]).toEqual([]);
    expect(one.reached).toBeGreaterThan(50 * hours);
    expect(one.missing).toBe(0);
    // A press whose answer was lost may be sent again after the 30 s in which it is the same: it is counted twice, never not at all.
    expect(one.onRecord).toBeGreaterThanOrEqual(one.pressed);
    expect(one.onRecord).toBeLessThanOrEqual(2 * one.pressed);
  });
};
