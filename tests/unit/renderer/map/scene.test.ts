import { describe, expect, it } from 'vitest';
import { createSceneBuilder } from '../../../../renderer/map/scene/scene.ts';
import { bufferRing } from '../../../../renderer/map/scene/bufferRing.ts';
import { focusPoints } from '../../../../renderer/map/scene/focusPoints.ts';
import { placesNear, victimCell } from '../../../../renderer/map/scene/nearPlaces.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { signedDistance_m } from '../../../../shared/domain/geo/zones.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { Advice } from '../../../../shared/protocol/messages.ts';
import { CAR, INCIDENT, OFFENDER, VICTIM, directory, input, leaseOn, subject } from './fixture.ts';

const scene = (part: Parameters<typeof input>[0] = {}) => createSceneBuilder()(input(part));

describe('people', () => {
  it('draws nobody and nothing of them without a lease, whatever the frame holds', () => {
    const bare = scene({ leases: [] });
    expect(bare.people).toEqual([]);
    expect(bare.relations).toEqual([]);
    expect(bare.rings).toEqual([]);
    expect(bare.zones).toEqual([]);
    expect(bare.trails).toEqual([]);
    expect(bare.patrols).toHaveLength(2);
  });

  it('draws the offender alone under a lease on the offender: no victim, no ring, no line', () => {
    const half = scene({ leases: [leaseOn('P1')] });
    expect(half.people.map((p) => p.handle)).toEqual([OFFENDER]);
    expect(half.rings).toEqual([]);
    expect(half.relations).toEqual([]);
    expect(half.trails.map((t) => t.handle)).toEqual([OFFENDER]);
  });

  it('draws the offender last, on top', () => {
    expect(scene().people.map((p) => p.role)).toEqual(['victim', 'offender']);
  });

  it('marks old and silent positions', () => {
    const subjects = new Map(
      [subject(OFFENDER, { silent: true, age_s: 130 }), subject(VICTIM, { age_s: 11 })].map((s) => [s.handle, s]),
    );
    expect(scene({ subjects }).people.map((p) => p.freshness)).toEqual(['stale', 'silent']);
  });

  it('lets ages grow while the feed is overdue, and not within its rhythm', () => {
    expect(scene({ now_ms: 101_900 }).people[0]?.age_s).toBe(3);
    const late = scene({ now_ms: 115_000 });
    expect(late.people[0]?.age_s).toBe(18);
    expect(late.people[0]?.freshness).toBe('stale');
  });

  it('steps back what lies outside the selected incident', () => {
    const elsewhere = scene({ selected: IncidentId.parse('I2') });
    expect(elsewhere.people.every((p) => !p.inFocus)).toBe(true);
    expect(elsewhere.patrols.some((p) => p.emphasised)).toBe(false);
  });
});

describe('patrols', () => {
  it('take status and incident from the record, and are available where it says nothing', () => {
    const [car, foot] = scene({ selected: INCIDENT }).patrols;
    expect(car).toMatchObject({ handle: CAR, status: 'en-route', emphasised: true, freshness: 'fresh' });
    expect(foot).toMatchObject({ status: 'available', emphasised: false, freshness: 'stale' });
  });
});

describe('the way to safety', () => {
  const advised = (...ids: readonly string[]): Advice =>
    Advice.parse({
      ...{ incidentId: INCIDENT, at_ms: 0, ranking: [], offender: null, led: [] },
      escape: ids.map((placeId) => ({
        ...{ placeId, victim_s: 240, distance_m: 288, via: 'straight', race: null },
        route: [
          [127, 37.5],
          [127.001, 37.501],
        ],
      })),
    });
  const shown = (part: Parameters<typeof input>[0] = {}, ...ids: readonly string[]) =>
    scene({ selected: INCIDENT, advice: new Map([[INCIDENT, advised(...ids)]]), ...part }).escapes.map((e) => e.key);

  it('is drawn to the best place, or to the one the operator looks at', () => {
    expect(shown({}, 'near', 'far')).toEqual(['near']);
    const [far] = directory.places.filter(({ id }) => id === 'far').map(({ id }) => id);
    expect(shown({ escapeChoice: { chosen: far ?? null, previewed: null } }, 'near', 'far')).toEqual(['far']);
  });

  it('follows the advice', () => {
    const build = createSceneBuilder();
    const of = (...ids: readonly string[]) =>
      build(input({ selected: INCIDENT, advice: new Map([[INCIDENT, advised(...ids)]]) })).escapes[0]?.key;
    expect([of('near', 'far'), of('far', 'near')]).toEqual(['near', 'far']);
  });

  it('is not drawn without a lease on the victim, without a selection, or to a place nobody knows', () => {
    expect(shown({ leases: [leaseOn('P1')] }, 'near')).toEqual([]);
    expect(shown({ selected: null }, 'near')).toEqual([]);
    expect(shown({}, 'nowhere')).toEqual([]);
  });
});

describe('identity', () => {
  it('keeps the whole scene while nothing changes', () => {
    const build = createSceneBuilder();
    // A countdown would go on.
    const one = input({ relations: input().relations.map((relation) => ({ ...relation, contact: null })) });
    expect(build({ ...one })).toBe(build({ ...one, now_ms: one.now_ms + 1000, serverNow_ms: one.serverNow_ms + 1000 }));
  });

  it('keeps zones and patrols when only the people move into another frame of reference', () => {
    const build = createSceneBuilder();
    const one = input();
    const before = build(one);
    const after = build({ ...one, subjects: new Map(one.subjects) });
    expect(after.people).not.toBe(before.people);
    expect(after.zones).toBe(before.zones);
  });

  it('keeps patrols when only leases change', () => {
    const build = createSceneBuilder();
    const one = input();
    expect(build({ ...one, leases: [] }).patrols).toBe(build(one).patrols);
  });
});

describe('what hangs on the victim', () => {
  it('fits people with their discs and the assigned patrol; nothing without people', () => {
    const all = scene({ selected: INCIDENT });
    expect(focusPoints(all, INCIDENT, null)).toHaveLength(9);
    expect(focusPoints(scene({ selected: INCIDENT, leases: [] }), INCIDENT, null)).toEqual([]);
    expect(focusPoints(all, null, null)).toEqual([]);
    const [place] = directory.places;
    expect(focusPoints(all, INCIDENT, place ?? null).at(-1)).toEqual([127.001, 37.501]);
  });

  it('shows places near the victim of the selected incident only under a lease', () => {
    const places = directory.places.map((place) => ({ type: 'place' as const, place }));
    const near = placesNear(places, victimCell(scene({ selected: INCIDENT }), INCIDENT));
    expect(near.map(({ place }) => place.id)).toEqual(['near']);
    expect(placesNear(places, victimCell(scene({ selected: INCIDENT, leases: [leaseOn('P1')] }), INCIDENT))).toEqual(
      [],
    );
  });
});

describe('buffer outline', () => {
  const square: readonly LonLat[] = [
    [127, 37.5],
    [127.002, 37.5],
    [127.002, 37.502],
    [127, 37.502],
    [127, 37.5],
  ];
  it.each([
    ['counter-clockwise', square],
    ['clockwise', square.toReversed()],
  ])('lies outside a %s polygon by the buffer or a mitre more', (_name, ring) => {
    for (const at of bufferRing({ type: 'polygon', ring }, 50)) {
      const away = signedDistance_m({ type: 'polygon', ring }, at);
      expect(away).toBeGreaterThan(49);
      expect(away).toBeLessThan(101);
    }
  });
});
