import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { DeviceId, OrderId, PersonId } from '../../../../../shared/domain/ids.ts';
import { fixAt, HOME, policy, setup, startWatch } from '../watch.ts';

const ORDERS = 24;
const OF_CARRIER = 12;
const EVERY_S = 5;
const FAR_M = 25_000;
/** Fast enough to be found at once, slow enough to be plausible. */
const APPROACH_MPS = 20;
const FROM_M = 2600;
/** A device reports every five seconds, and a tick follows within one. */
const BOUND_S = EVERY_S + 1;

const person = (role: 'offender' | 'victim', n: number): PersonId => PersonId.parse(`${role}-${n}`);
const [like] = setup.orders;
if (like === undefined) throw new Error('no order');
const crowd = {
  ...setup,
  people: Array.from({ length: ORDERS }, (_, n) =>
    (['offender', 'victim'] as const).map((role) => ({
      ...{ id: person(role, n), role, name: `가명 ${role} ${n}`, deviceId: DeviceId.parse(`d-${role}-${n}`) },
      interval_s: EVERY_S,
      groups: { carrier: n < OF_CARRIER && role === 'offender' ? 'A' : 'B' },
    })),
  ).flat(),
  orders: Array.from({ length: ORDERS }, (_, n) => ({
    ...like,
    ...{ id: OrderId.parse(`order-${n}`), number: `모의-${n}`, zones: [] },
    ...{ offender: person('offender', n), victims: [person('victim', n)] },
  })),
};

const aNight = fc.record({
  /** Seconds from the start until the carrier is out, and for how long. */
  out_s: fc.integer({ min: 60, max: 90 }),
  lasts_s: fc.integer({ min: 140, max: 260 }),
  /** Orders whose offender walks to his victim, and when; of the other carrier. */
  approaches: fc.uniqueArray(
    fc.record({ n: fc.integer({ min: OF_CARRIER, max: ORDERS - 1 }), at_s: fc.integer({ min: 20, max: 250 }) }),
    { minLength: 1, maxLength: 3, selector: ({ n }) => n },
  ),
  /** The server is killed then, and back at once; null: it is not. */
  restart_s: fc.option(fc.integer({ min: 70, max: 330 })),
});

it(
  'whatever the outage, it is one notice, and every approach rings within its bound, also over a restart',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(aNight, ({ out_s, lasts_s, approaches, restart_s }) => {
        const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
        let watch = startWatch({ store, setup: crowd });
        const start_ms = watch.now();
        const before: Entry[] = [];
        const crossed = new Map<number, number>();
        const metresOf = (n: number, second: number): number => {
          const approach = approaches.find((one) => one.n === n);
          if (approach === undefined) return FAR_M;
          return Math.max(300, FROM_M - APPROACH_MPS * Math.max(0, second - approach.at_s));
        };
        // A server that was started anew hears for itself that most are back.
        const back_s = Math.max(out_s + lasts_s, restart_s ?? 0);
        const end_s = back_s + policy.outage.endsAfter_s + 2 * EVERY_S;
        for (let second = 1; second <= end_s; second += 1) {
          if (second === restart_s) {
            before.push(...watch.entries);
            watch = startWatch({ store, setup: crowd, now_ms: watch.now() });
          }
          const { monitoring, now, pass } = watch;
          pass(1, () => {
            for (let n = 0; n < ORDERS; n += 1) {
              if ((second + n) % EVERY_S !== 0) continue;
              monitoring.ingestFix(person('victim', n), fixAt(HOME, now()), now());
              if (n < OF_CARRIER && second >= out_s && second < out_s + lasts_s) continue;
              const metres = metresOf(n, second);
              if (metres <= 2000 && !crossed.has(n)) crossed.set(n, now());
              monitoring.ingestFix(person('offender', n), fixAt(destination(HOME, n * 15, metres), now()), now());
            }
          });
        }
        const all = [...before, ...watch.entries];
        const count = (kind: Entry['body']['kind']): number => all.filter(({ body }) => body.kind === kind).length;
        expect([count('outage.began'), count('outage.ended')]).toEqual([1, 1]);
        const raised = all.flatMap(({ at_ms, body }) =>
          body.kind === 'alert.raised' ? [{ at_ms, alert: body.alert }] : [],
        );
        expect(raised.filter(({ alert }) => alert.rule.type === 'device')).toEqual([]);
        for (const [n, at_ms] of crossed) {
          const rang = raised.find(
            ({ alert: { rule } }) => rule.type === 'proximity' && rule.victim === person('victim', n),
          );
          expect((rang?.at_ms ?? Infinity) - at_ms, `order ${n}`).toBeLessThanOrEqual(BOUND_S * 1000);
        }
        expect(start_ms).toBeLessThan(watch.now());
      }),
      { numRuns: process.env['JIKIM_LONG'] === '1' ? 200 : 8 },
    );
  },
);
