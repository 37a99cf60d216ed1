import { describe, expect, it } from 'vitest';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, PersonId } from '../../../../../shared/domain/ids.ts';
import { SafePlace } from '../../../../../shared/domain/places.ts';
import type { Setup } from '../../../../../main/monitoring/register/setup.ts';
import { graphBuilder } from '../../../../../main/monitoring/streets/build.ts';
import { createStreets, straightWays } from '../../../../../main/monitoring/streets/streets.ts';
import { Advice } from '../../../../../shared/protocol/messages.ts';
import { d1, d2, fixAt, HOME, O, policy, setup, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const W = PersonId.parse('W-test');
/** Another victim of the same order, named first in it, who lives far from the one the offender goes to. */
const FAR = destination(HOME, 180, 20_000);
const two: Setup = {
  ...setup,
  people: [
    ...setup.people,
    { id: W, role: 'victim', name: '가명 W', deviceId: DeviceId.parse('device-W-test'), interval_s: 1 },
  ],
  orders: setup.orders.map((order) => ({ ...order, victims: [W, V] })),
};

const near = (place: readonly [number, number] | null) => place?.map((n) => n.toFixed(3));
const breach = (): Watch => {
  const watch = startWatch({ setup: two });
  watch.monitoring.setSignedIn([d1]);
  watch.monitoring.ingestFix(W, fixAt(FAR, watch.now()), watch.now());
  watch.apart(5000);
  watch.apart(700);
  return watch;
};
const incidentId = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident.id;
};

describe('advice for one of several victims', () => {
  it('stays with the victim of the alert when that has cleared', () => {
    const watch = breach();
    watch.pass(70, () => {
      watch.apart(5000);
      watch.monitoring.ingestFix(W, fixAt(FAR, watch.now()), watch.now());
    });
    expect(watch.kinds()).toContain('alert.cleared');
    expect(near(watch.monitoring.targetOf(incidentId(watch)))).toEqual(near(HOME));
    expect(watch.monitoring.advisedFor(d1.id)).toHaveLength(1);
  });

  it('is nobody’s while it is about a victim whose place is open to nobody', () => {
    const watch = breach();
    watch.pass(70, () => watch.apart(5000));
    // Far from both: the other victim's own radius makes a breach of theirs possible, which opens the offender only.
    watch.pass(40, () => {
      watch.apart(5000);
      const unsure = fixAt(destination(HOME, 0, 6500), watch.now(), { accuracy_m: 700 });
      watch.monitoring.ingestFix(W, unsure, watch.now());
    });
    expect(watch.monitoring.leasesOf(d1.id).flatMap((opened) => opened.lease.subjects)).not.toContain(W);
    expect(near(watch.monitoring.targetOf(incidentId(watch)))).not.toEqual(near(HOME));
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
  });
});

/** The offender comes from the north; one safe place lies there, one to the south. A street joins all of them, with a corner in it. */
const place = (id: string, [lon, lat]: LonLat): SafePlace =>
  SafePlace.parse({ id, kind: 'police-box', ko: '가상지구대', en: 'Fictional box', lon, lat, staffed: '24h' });
const NORTH = destination(HOME, 0, 500);
const SOUTH = destination(HOME, 180, 300);
const CORNER = destination(HOME, 90, 200);
const withPlaces: Setup = { ...setup, places: [place('north', NORTH), place('south', SOUTH)] };
const streetsOf = (...line: readonly LonLat[]) => {
  const builder = graphBuilder();
  builder.addLine(line, 'street');
  const built = builder.finish();
  if (built === null) throw new Error('no line had a length');
  return createStreets(built.graph, policy);
};
const streets = streetsOf(SOUTH, HOME, CORNER, NORTH, destination(HOME, 0, 3000));

describe('advice on one victim', () => {
  const raced = (metres: number) => {
    const watch = startWatch({ setup: withPlaces, streets });
    watch.monitoring.setSignedIn([d1, d2]);
    watch.apart(5000);
    watch.apart(metres);
    // He has walked for a minute since he came as fast as a train.
    watch.pass(policy.uncertainty.speedWindow_s);
    watch.apart(metres);
    return watch;
  };
  const adviceOf = (watch: Watch, seesOffender = true): Advice => {
    const advice = watch.monitoring.adviceFor(incidentId(watch), seesOffender);
    if (advice === null) throw new Error('no advice');
    return Advice.parse({ ...advice, led: [] });
  };
  const lead = (advice: Advice, id: string) => advice.escape.find((e) => e.placeId === id)?.race?.margin_s ?? NaN;

  it('races the patrols against the offender along the streets', () => {
    const { offender, ranking } = adviceOf(raced(800));
    expect(offender?.via).toBe('street');
    // 800 m as the crow flies; the corner makes it longer. The nearest node may lie up to 50 m behind the offender.
    const around_m = distance_m(HOME, CORNER) + distance_m(CORNER, NORTH) + 300;
    const way_m = offender?.distance_m ?? NaN;
    expect(way_m).toBeLessThanOrEqual(around_m);
    expect(way_m).toBeGreaterThan(around_m - 100);
    // Both may be nearer than they say, by their radii, and come towards each other straight, each at the least that anybody can run.
    const radii_m = 2 * 5 * policy.uncertainty.radiusFactor;
    const left_m = 800 - radii_m - policy.limits.contact_m;
    expect(offender?.earliest_s).toBeCloseTo(left_m / (2 * policy.uncertainty.minSpeed_mps), 0);
    expect(offender?.expected_s).toBeNull();
    for (const { margins, eta_s } of ranking)
      expect(margins).toEqual({ earliest_s: (offender?.earliest_s ?? NaN) - eta_s, expected_s: null });
  });

  it('leads away from the offender, with the way along the streets', () => {
    const [best, second] = adviceOf(raced(800)).escape;
    expect(best).toMatchObject({ placeId: 'south', via: 'street', race: { ahead: true, side: 0 } });
    expect(second).toMatchObject({ placeId: 'north', race: { ahead: false, side: 0 } });
    expect(second?.route.length).toBeGreaterThan(3);
    expect(best?.route.at(-1)?.map((n) => n.toFixed(5))).toEqual(SOUTH.map((n) => n.toFixed(5)));
  });

  it('sends nobody round the main axes where the streets between them are not known', () => {
    const watch = startWatch({ setup: withPlaces, streets: { ...streets, ways: straightWays } });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(800);
    const north = adviceOf(watch).escape.find((e) => e.placeId === 'north');
    expect(north).toMatchObject({ via: 'straight' });
    expect(north?.distance_m).toBeCloseTo(500 * policy.units.detourFactor, -1);
    expect(north?.route).toHaveLength(2);
  });

  it('changes as people move', () => {
    const watch = raced(800);
    const before = adviceOf(watch);
    watch.apart(500);
    const nearer = adviceOf(watch);
    expect(nearer.offender?.earliest_s).toBeLessThan(before.offender?.earliest_s ?? NaN);
    expect(lead(nearer, 'south')).toBeLessThan(lead(before, 'south'));
    // The victim walks on towards the southern place.
    const walked = destination(HOME, 180, 200);
    watch.pass(10);
    watch.monitoring.ingestFix(V, fixAt(walked, watch.now()), watch.now());
    const closer = adviceOf(watch).escape.find((e) => e.placeId === 'south');
    expect(closer?.distance_m).toBeLessThan(150);
    expect(closer?.race?.margin_s).toBeGreaterThan(lead(nearer, 'south'));
  });

  it('says nothing of a race once the offender’s location is lost', () => {
    const watch = raced(800);
    watch.pass(policy.silence.locationLostAfter_s + 1);
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
    const { offender, ranking, escape } = adviceOf(watch);
    expect(offender).toBeNull();
    expect(ranking.map((r) => r.margins)).toEqual([null, null]);
    expect(escape.map((e) => [e.placeId, e.race])).toEqual([
      ['south', null],
      ['north', null],
    ]);
  });

  it('tells a desk that sees the victim alone nothing that depends on where the offender is', () => {
    const [near, far] = [500, 900].map((metres) => adviceOf(raced(metres), false));
    /** Without the time that the offender's way took. */
    const timeless = (advice: Advice | undefined) => ({
      ...advice,
      at_ms: 0,
      ranking: advice?.ranking.map((ranked) => ({ ...ranked, fixAge_s: 0 })),
    });
    expect(timeless(near)).toEqual(timeless(far));
    expect(near?.offender).toBeNull();
    expect(near?.ranking.every((r) => r.margins === null)).toBe(true);
    expect(near?.escape.every((e) => e.race === null)).toBe(true);
  });

  it('is for desks that hold a lease on the victim, and for their time only', () => {
    const watch = raced(800);
    const id = incidentId(watch);
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([{ incidentId: id, seesOffender: true }]);
    // The other desk works it: this one no longer sees anybody.
    watch.ask(d2, { kind: 'incident.acknowledge', incidentId: id });
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
    expect(watch.monitoring.advisedFor(d2.id)).toEqual([{ incidentId: id, seesOffender: true }]);
  });

  it('is nobody’s while a possible breach opens the offender alone', () => {
    const watch = startWatch({ setup: withPlaces, streets });
    watch.monitoring.setSignedIn([d1]);
    watch.pass(40, () => watch.apart(1500, { accuracy_m: 400 }));
    expect(watch.monitoring.leasesOf(d1.id).flatMap((opened) => opened.lease.subjects)).toEqual([O]);
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
  });
});
