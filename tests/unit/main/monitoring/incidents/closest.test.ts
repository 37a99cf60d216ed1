import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { PersonId } from '../../../../../shared/domain/ids.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { fixAt, HOME, O, START_MS, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

/** East of where the victim begins, metres. */
const east = (metres: number): LonLat => destination(HOME, 90, metres);

const report = (watch: Watch, who: PersonId, at: LonLat, speed_mps = 15): void => {
  watch.monitoring.ingestFix(who, fixAt(at, watch.now(), { speed_mps }), watch.now());
};

const closestOf = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  const closest = incident?.closest ?? null;
  return closest === null ? null : [Math.round(closest.separation.distance_m), (closest.at_ms - START_MS) / 1000];
};

/** He waits at 1,500 m, drives on unheard for a minute at 20 m/s, and she drives onto the place where he had been. */
const swapped = (): Watch => {
  const watch = startWatch();
  let at_s = 0;
  const she = (): number => Math.min(1500, at_s * 20);
  watch.pass(100, () => {
    at_s += 1;
    report(watch, V, east(she()), 20);
    // Heard for 35 s, while she comes near to 800 m, and again once he is 2,800 m out.
    if (at_s <= 35) report(watch, O, east(1500), 0);
    if (at_s > 95) report(watch, O, east(1500 + 20 * (at_s - 30)), 20);
  });
  return watch;
};

describe('the closest approach of an incident', () => {
  it('counts no place that a later fix disproves, though an alert rested on it', () => {
    const watch = swapped();
    expect(watch.bodies('alert.level').some(({ alert }) => alert.level === 'contact')).toBe(true);
    watch.pass(10);
    // At 35 s she is at 700 m and he at 1,500; by his next fix he has left with her speed.
    const [closest = 0] = closestOf(watch) ?? [];
    expect(closest).toBeGreaterThan(690);
    expect(closest).toBeLessThan(810);
  });

  it('is that of the way between two fixes, to the second, where no level changes by it', () => {
    const watch = startWatch();
    report(watch, V, HOME, 0);
    report(watch, O, destination(east(-1000), 0, 300));
    watch.pass(1);
    expect(watch.bodies('alert.raised').map(({ alert }) => alert.level)).toEqual(['warning']);
    watch.pass(100, () => {
      const at_s = (watch.now() - START_MS) / 1000;
      report(watch, V, HOME, 0);
      if (at_s === 101) report(watch, O, destination(east(1000), 0, 300), 20);
    });
    watch.pass(10);
    const [distance_m = 0, second = 0] = closestOf(watch) ?? [];
    expect(distance_m).toBe(300);
    expect(Math.abs(second - 50)).toBeLessThanOrEqual(1);
  });

  it('is to her last known place while nobody knows better, and no longer than that', () => {
    const watch = startWatch();
    report(watch, V, HOME, 0);
    report(watch, O, destination(east(-1000), 0, 30), 20);
    watch.pass(100);
    report(watch, O, destination(east(1000), 0, 30), 20);
    expect(watch.bodies('alert.level').map(({ alert }) => alert.level)).toContain('contact');
    watch.pass(10);
    expect(closestOf(watch)).toEqual([30, 50]);
    // She was 900 m further south by then.
    report(watch, V, destination(HOME, 180, 900), 20);
    watch.pass(10);
    const [distance_m = 0] = closestOf(watch) ?? [];
    expect(distance_m).toBeGreaterThan(300);
  });

  it('goes on after a restart from what the record says', () => {
    const watch = startWatch();
    watch.apart(3000);
    watch.apart(400);
    watch.pass(15, () => watch.apart(700));
    expect(closestOf(watch)?.[0]).toBe(400);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.apart(900);
    again.pass(15, () => again.apart(900));
    expect(closestOf(again)).toEqual(closestOf(watch));
    again.pass(15, () => again.apart(150));
    expect(closestOf(again)?.[0]).toBe(150);
  });

  it('is not known where one of the two is lost', () => {
    const before = startWatch();
    report(before, V, HOME, 0);
    report(before, O, east(6000), 0);
    void before.monitoring.close(); // done when it returns: its store writes within the call
    const watch = startWatch({ store: before.store, now_ms: before.now() + 3_600_000 });
    watch.monitoring.sos(V, watch.now());
    watch.pass(12);
    expect(watch.bodies('distance.measured').at(-1)).toMatchObject({ closest: null });
    expect(closestOf(watch)).toBeNull();
  });

  it('does not count a place that was lost, though she is found there again', () => {
    const before = startWatch();
    report(before, V, HOME, 0);
    report(before, O, east(6000), 0);
    void before.monitoring.close(); // done when it returns: its store writes within the call
    const watch = startWatch({ store: before.store, now_ms: before.now() + 1_900_000 });
    report(watch, O, east(800), 0);
    watch.monitoring.sos(V, watch.now());
    watch.pass(20, () => report(watch, O, east(50), 1));
    watch.pass(60, () => report(watch, O, east(1500), 20));
    report(watch, V, HOME, 0);
    watch.pass(12);
    const [distance_m = 0] = closestOf(watch) ?? [];
    expect(distance_m).toBeGreaterThan(1000);
  });
});
