import type { Layer } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { ICONS, iconMapping, iconName, patrolIcon, personIcon } from '../../../../renderer/map/icons/atlas.ts';
import { createLayerBuilder } from '../../../../renderer/map/layers/assemble.ts';
import { escapeLabel, labelOffset } from '../../../../renderer/map/layers/escape.ts';
import { personLabel } from '../../../../renderer/map/layers/people.ts';
import { patrolLabel } from '../../../../renderer/map/layers/patrols.ts';
import { goalsOf, placeLayers } from '../../../../renderer/map/layers/places.ts';
import { relationLabel } from '../../../../renderer/map/layers/relations.ts';
import { trailBuffers } from '../../../../renderer/map/layers/trails.ts';
import { createLayerView } from '../../../../renderer/map/layers/view.ts';
import { createSceneBuilder } from '../../../../renderer/map/scene/scene.ts';
import { contactNow } from '../../../../renderer/lib/contact.ts';
import { formatStopwatch } from '../../../../renderer/lib/format.ts';
import { mapText } from '../../../../renderer/map/text.ts';
import { INCIDENT, OFFENDER, atlas, directory, input, subject } from './fixture.ts';

const places = directory.places.map((place) => ({ type: 'place' as const, place }));
const none: typeof places = [];
const PEOPLE = /^(people|disc|trail|relation|tier|zone|response|escape)/;

const setUp = (zoom = 14) => {
  const scenes = createSceneBuilder();
  const layers = createLayerBuilder();
  const view = createLayerView();
  return (part: Parameters<typeof input>[0] = {}, locale: 'ko' | 'en' = 'ko', at = zoom): readonly Layer[] =>
    layers({ scene: scenes(input(part)), places, nearPlaces: none, metresPerPixel: 5 }, view(locale, atlas, at));
};
const rows = (layer: Layer): number => {
  const data: unknown = layer.props.data;
  return typeof data === 'object' && data !== null && 'length' in data && typeof data.length === 'number'
    ? data.length
    : 0;
};
const byId = (layers: readonly Layer[], id: string): Layer | undefined => layers.find((layer) => layer.id === id);

describe('layers', () => {
  it('have unique ids that stay the same', () => {
    const build = setUp();
    const ids = build().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(build({ now_ms: 130_000 }).map(({ id }) => id)).toEqual(ids);
  });

  it('hold nothing of the people without a lease', () => {
    const shown = setUp()({ leases: [] }).filter((layer) => PEOPLE.test(layer.id) && rows(layer) > 0);
    expect(shown.map(({ id }) => id)).toEqual([]);
  });

  it('hold both people, their line and their rings under a lease', () => {
    const layers = setUp()();
    expect(rows(byId(layers, 'people') as Layer)).toBe(2);
    expect(rows(byId(layers, 'relation-lines') as Layer)).toBe(1);
    expect(rows(byId(layers, 'tier-rings') as Layer)).toBeGreaterThan(2);
  });

  it('are the very same while nothing changes, and places are when a frame arrives', () => {
    const build = setUp();
    // A countdown would go on.
    const one = input({ relations: input().relations.map((relation) => ({ ...relation, contact: null })) });
    const before = build(one);
    const idle = build({ ...one, now_ms: one.now_ms + 1000 });
    expect(idle.every((layer, i) => layer === before[i])).toBe(true);
    const after = build({ ...one, subjects: new Map(one.subjects) });
    expect(byId(after, 'places')).toBe(byId(before, 'places'));
    expect(byId(after, 'zone-areas')).toBe(byId(before, 'zone-areas'));
    expect(byId(after, 'people')).not.toBe(byId(before, 'people'));
  });

  it('hide places by zoom without touching their data', () => {
    const build = setUp();
    const near = byId(build({}, 'ko', 13), 'places') as Layer;
    const far = byId(build({}, 'ko', 11), 'places') as Layer;
    expect([near.props.visible, far.props.visible]).toEqual([true, false]);
    expect(far.props.data).toBe(near.props.data);
  });

  it('tell deck.gl when a language changes a label', () => {
    const build = setUp();
    const ko = byId(build(), 'places-names') as Layer;
    const en = byId(build({}, 'en'), 'places-names') as Layer;
    expect(ko.props.updateTriggers['getText']).not.toBe(en.props.updateTriggers['getText']);
  });
});

describe('labels', () => {
  const scene = (part: Parameters<typeof input>[0] = {}) =>
    createSceneBuilder()(input({ selected: INCIDENT, ...part }));

  it('say who, how old and how sure', () => {
    const [victim, offender] = scene().people;
    if (victim === undefined || offender === undefined) throw new Error('two people expected');
    expect(personLabel(victim, mapText('ko'))).toBe('피해자 · 3초 전 ±25 m');
    expect(personLabel(offender, mapText('en'))).toBe('Offender · 3 s ago ±25 m');
  });

  it('call a silent place the last known one, and claim no movement of it', () => {
    const { subjects } = input();
    const quiet = new Map(subjects).set(OFFENDER, subject(OFFENDER, { silent: true, age_s: 200, radius_m: 300 }));
    const { people, relations } = scene({ subjects: quiet });
    const offender = people.find((p) => p.role === 'offender');
    const line = relations[0];
    if (offender === undefined || line === undefined) throw new Error('offender and line expected');
    expect(personLabel(offender, mapText('ko'))).toBe('가해자 · 마지막 위치 3분 전 ±300 m');
    expect(relationLabel(line, mapText('ko'))).toBe('410 m\n360 m – 460 m');
  });

  it('say the distance with its bounds and trend', () => {
    const line = scene().relations[0];
    if (line === undefined) throw new Error('line expected');
    const untimed = { ...line, relation: { ...line.relation, contact: null } };
    expect(relationLabel(untimed, mapText('ko'))).toBe('410 m · 접근 중\n360 m – 460 m');
  });

  it('count down to the contact, and say of a late figure how old it is', () => {
    const line = scene().relations[0];
    if (line === undefined) throw new Error('line expected');
    const soon = { ...line, relation: { ...line.relation, contact: { expected_s: 65, from_s: 50, to_s: 90 } } };
    expect(relationLabel(soon, mapText('ko'))).toBe('410 m · 접촉 1:05\n360 m – 460 m');
    expect(relationLabel({ ...soon, age_s: 5 }, mapText('ko'))).toBe('410 m · 접촉 1:00 · 5초 전\n360 m – 460 m');
    const within = { ...line, relation: { ...line.relation, contact: { expected_s: 0, from_s: 0, to_s: 0 } } };
    expect(relationLabel(within, mapText('en'))).toContain('within contact');
  });

  it('count down in step with row and panel, whatever the age of the frame', () => {
    const contact = { expected_s: 65, from_s: 50, to_s: 90 };
    for (let late_ms = 0; late_ms < 6000; late_ms += 100) {
      const { receivedAt_ms } = input();
      const relations = input().relations.map((relation) => ({ ...relation, contact }));
      const onMap = scene({ relations, now_ms: receivedAt_ms + late_ms }).relations[0];
      if (onMap === undefined) throw new Error('line expected');
      const said = relationLabel(onMap, mapText('ko'));
      const inRow = contactNow({ trend: 'closing', contact, age_s: late_ms / 1000 });
      if (inRow.kind !== 'time') throw new Error('a time expected');
      expect(said, `${late_ms} ms after the frame`).toContain(`접촉 ${formatStopwatch(inRow.expected_s)}`);
      expect(said.includes('초 전'), `${late_ms} ms after the frame`).toBe(inRow.isStale);
    }
  });

  it('say the age of an old patrol and the work of an assigned one', () => {
    expect(scene().patrols.map((p) => patrolLabel(p, mapText('ko')))).toEqual(['순21 · 이동 중', '순22 · 42초 전']);
  });
});

describe('the way to safety', () => {
  const [place] = directory.places;
  if (place === undefined) throw new Error('a place expected');
  const escape = (fromLat: number) => ({
    ...{ key: place.id, place, walk_s: 190 },
    route: [
      [127, fromLat],
      [place.lon, place.lat],
    ] as const,
  });
  it('says where it leads and how long the victim walks', () => {
    expect(escapeLabel(escape(37.5), mapText('ko'), 'ko')).toBe('가까운 병원 · 도보 약 4분');
    expect(escapeLabel(escape(37.5), mapText('en'), 'en')).toBe('Near hospital · 4 min on foot');
  });

  it('names its end itself, so that the place does not name it again below', () => {
    const view = createLayerView()('ko', atlas, 14);
    const named = (goals: string): number =>
      rows(placeLayers(places, view, goals).find(({ id }) => id === 'places-names') as Layer);
    expect(named('') - named(goalsOf([escape(37.5)]))).toBe(1);
  });

  it('has its label on the far side of the place', () => {
    expect(labelOffset(escape(37.4))[1]).toBeLessThan(0);
    expect(labelOffset(escape(37.6))[1]).toBeGreaterThan(0);
  });
});

describe('symbols', () => {
  it('have a place each in the atlas', () => {
    const mapping = iconMapping();
    expect(Object.keys(mapping)).toHaveLength(ICONS.length);
    const corners = new Set(Object.values(mapping).map(({ x, y }) => `${x},${y}`));
    expect(corners.size).toBe(ICONS.length);
    expect(ICONS.every((spec) => iconName(spec) in mapping)).toBe(true);
  });

  it('differ by role, silence, kind and status, not by colour alone', () => {
    const mapping = iconMapping();
    const names = [
      personIcon({ role: 'offender', code: 0, freshness: 'fresh' }),
      personIcon({ role: 'offender', code: 0, freshness: 'silent' }),
      personIcon({ role: 'victim', code: 0, freshness: 'fresh' }),
      personIcon({ role: 'victim', code: 0, freshness: 'silent' }),
      patrolIcon({ kind: 'car', status: 'available', emphasised: false }),
      patrolIcon({ kind: 'car', status: 'on-scene', emphasised: false }),
      patrolIcon({ kind: 'foot', status: 'available', emphasised: false }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name in mapping)).toBe(true);
  });
});

describe('trails', () => {
  it('are packed end to end and fade with age', () => {
    const packed = trailBuffers(createSceneBuilder()(input()).trails);
    expect(packed.length).toBe(2);
    expect([...packed.startIndices]).toEqual([0, 3, 6]);
    expect(packed.attributes.getPath.value).toHaveLength(12);
    const alphas = [3, 7, 11].map((at) => packed.attributes.getColor.value[at] ?? 0);
    expect(alphas[0]).toBeLessThan(alphas[1] ?? 0);
    expect(alphas[1]).toBeLessThan(alphas[2] ?? 0);
  });
});
