import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../../../shared/domain/incidents/state.ts';
import { d1, fixAt, HOME, O, startWatch, V } from '../watch.ts';

/**
 * What goes on for a while: whether the offender is heard and his battery is low; and what a desk or the button does at its end. The victim is
 * heard all the time: hers is given its whole time to speak after a restart.
 */
const aWhile = fc.record({
  seconds: fc.integer({ min: 20, max: 150 }),
  isOffenderHeard: fc.constantFrom(true, true, false),
  isLow: fc.boolean(),
  endsWith: fc.constantFrom('nothing', 'acknowledge', 'resolve', 'resolve', 'press'),
});
type While = typeof aWhile extends fc.Arbitrary<infer T> ? T : never;

/** Everybody has been heard before the first restart: of a device that never spoke nothing is known to count from. */
const QUIET: While = {
  ...{ seconds: 30, isOffenderHeard: true, isLow: false, endsWith: 'nothing' },
};
/** Beyond what a disc reaches in a night as short as these. */
const FAR_M = 30_000;

const play = (night: readonly While[], restarts_s: ReadonlySet<number>): readonly Entry[] => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let watch = startWatch({ store });
  const before: Entry[] = [];
  let [second, presses] = [0, 0];
  for (const one of night) {
    for (let s = 0; s < one.seconds; s += 1) {
      second += 1;
      if (restarts_s.has(second)) {
        before.push(...watch.entries);
        watch = startWatch({ store, now_ms: watch.now() });
      }
      const { monitoring, now, pass } = watch;
      pass(1, () => {
        monitoring.ingestFix(V, fixAt(HOME, now()), now());
        const fix = fixAt(destination(HOME, 0, FAR_M), now(), { battery_percent: one.isLow ? 8 : 60 });
        if (one.isOffenderHeard) monitoring.ingestFix(O, fix, now());
      });
    }
    if (one.endsWith === 'press') watch.monitoring.sos(V, watch.now(), `press ${(presses += 1)}`);
    const running = [...watch.monitoring.world().incidents.values()].find(isRunning);
    if (running === undefined || one.endsWith === 'nothing' || one.endsWith === 'press') continue;
    const { id: incidentId, soundings: sounding } = running;
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding });
    if (one.endsWith === 'resolve')
      watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'no-contact-found', cause: null });
  }
  return [...before, ...watch.entries];
};

/** What rang of devices and buttons, and when. */
const rang = (entries: readonly Entry[]): readonly { readonly what: string; readonly at_ms: number }[] =>
  entries.flatMap(({ at_ms, body }) => {
    if (body.kind !== 'alert.raised' && body.kind !== 'alert.repeated' && body.kind !== 'alert.level') return [];
    if (body.sounding === undefined) return [];
    const { rule, level, code } = body.alert;
    return [{ what: `${rule.type === 'device' ? rule.kind : rule.type} ${level} ${code}`, at_ms }];
  });

it(
  'what devices and buttons ring for with restarts at random moments is what rings without, in the same order and within two seconds',
  { timeout: 180_000 },
  () => {
    const night = fc.array(aWhile, { minLength: 2, maxLength: 7 });
    const restarts = fc.array(fc.integer({ min: 40, max: 700 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(night, restarts, (all, at_s) => {
        const without = rang(play([QUIET, ...all], new Set()));
        const withThem = rang(play([QUIET, ...all], new Set(at_s)));
        expect(withThem.map(({ what }) => what)).toEqual(without.map(({ what }) => what));
        for (const [index, { what, at_ms }] of withThem.entries())
          expect(Math.abs(at_ms - (without[index]?.at_ms ?? 0)), what).toBeLessThanOrEqual(2000);
      }),
      { numRuns: process.env['JIKIM_LONG'] === '1' ? 500 : 20 },
    );
  },
);
