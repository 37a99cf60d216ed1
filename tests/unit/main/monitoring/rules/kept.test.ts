import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { Fix } from '../../../../../shared/domain/fixes.ts';
import { fixAt, HOME, O, policy, START_MS, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

/** He drives past her at 30 m, 20 m/s, in second `at_s`; a fix every 10 s from the start on. */
const passing = (at_s: number, until_s: number): readonly Fix[] =>
  Array.from({ length: Math.floor(until_s / 10) + 1 }, (_, i) =>
    fixAt(destination(destination(HOME, 0, 30), 90, 20 * (10 * i - at_s)), START_MS + 10_000 * i, { speed_mps: 20 }),
  );

const sure = (watch: Watch) =>
  [...watch.bodies('alert.raised'), ...watch.bodies('alert.level'), ...watch.bodies('alert.updated')]
    .map(({ alert }) => alert)
    .filter(({ rule, certainty }) => rule.type === 'proximity' && certainty !== 'possible');

describe('what a phone kept and hands in afterwards', () => {
  it('is weighed whole, however far it reaches back, before anything of it is forgotten', () => {
    const watch = startWatch();
    watch.monitoring.ingestFix(V, fixAt(HOME, START_MS), START_MS);
    watch.pass(2400);
    watch.monitoring.ingestFixes(O, passing(300, 2400), watch.now());
    const contact = sure(watch).find(({ level }) => level === 'contact');
    expect([contact?.closestAt_ms, contact?.late]).toEqual([START_MS + 300_000, true]);
  });

  it.each([1, 2, 3, 7, 61])(
    'in %i messages one after another: the contact in it stands for a minute, once',
    (messages) => {
      const watch = startWatch();
      watch.pass(600, () => watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now()));
      const fixes = passing(300, 600);
      const size = Math.ceil(fixes.length / messages);
      for (let from = 0; from < fixes.length; from += size)
        watch.monitoring.ingestFixes(O, fixes.slice(from, from + size), watch.now());
      expect(sure(watch).filter(({ level }) => level === 'contact')).toHaveLength(1);
      const stands = () =>
        [...watch.monitoring.world().incidents.values()].flatMap(({ alerts }) =>
          [...alerts.values()].filter(({ state, clearedAt_ms }) => state.level === 'contact' && clearedAt_ms === null),
        );
      watch.pass(policy.hysteresis.dwell_s - 1);
      expect(stands()).toHaveLength(1);
    },
  );
});
