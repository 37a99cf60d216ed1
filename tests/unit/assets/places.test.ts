import { describe, expect, it } from 'vitest';
import { SafePlace } from '../../../shared/domain/places.ts';
import { isInside, readAsset, trueDistance_m } from './readAsset.ts';
import type { Point } from './readAsset.ts';
import { Places, Ring, Subway, Water } from './schemas.ts';

const places = readAsset('assets/places/places.json', Places);
const subway = readAsset('assets/basemap/subway.json', Subway);
const outline = readAsset('assets/basemap/outline.json', Ring);
const water = readAsset('assets/basemap/water.json', Water);

/** Crossings in front of exit 8 of Hongik Univ. and at Yeoksam Station: where the bundled scenarios play. */
const HONGDAE: Point = [126.9237, 37.5566];
const YEOKSAM: Point = [127.0364, 37.5006];

describe('safe places', () => {
  it('are 60 to 120, with unique ids and names', () => {
    expect(places.length).toBeGreaterThanOrEqual(60);
    expect(places.length).toBeLessThanOrEqual(120);
    expect(new Set(places.map((p) => p.id)).size).toBe(places.length);
    expect(new Set(places.map((p) => p.ko)).size).toBe(places.length);
  });

  it('fit the contract the server and the consoles share', () => {
    for (const place of places) expect(SafePlace.safeParse(place).success, place.ko).toBe(true);
  });

  it('lie in Seoul and on land', () => {
    const lost = places.filter((p) => !isInside([p.lon, p.lat], outline) || isInside([p.lon, p.lat], water.han));
    expect(lost.map((p) => p.ko)).toEqual([]);
  });

  it('keep station offices where the stations are', () => {
    const stations = new Map(subway.stations.map((s) => [`office-${s.id}`, s]));
    const offices = places.filter((p) => p.kind === 'station-office');
    expect(offices.length).toBeGreaterThanOrEqual(20);
    for (const office of offices) {
      const station = stations.get(office.id);
      expect([station?.lon, station?.lat], office.ko).toEqual([office.lon, office.lat]);
      expect(office.ko.startsWith(station?.ko ?? '?'), office.ko).toBe(true);
      expect(office.staffed, office.ko).not.toBe('24h');
    }
  });

  it('say when police and hospitals are staffed: always', () => {
    const limited = places.filter((p) => (p.kind === 'police-box' || p.kind === 'hospital') && p.staffed !== '24h');
    expect(limited.map((p) => p.ko)).toEqual([]);
  });

  it.each([
    { name: 'Hongdae', from: HONGDAE },
    { name: 'Yeoksam', from: YEOKSAM },
  ])('offer several within 1.5 km of $name, at least two of them open all night', ({ from }) => {
    const near = places.filter((p) => trueDistance_m(from, [p.lon, p.lat]) < 1500);
    expect(near.length).toBeGreaterThanOrEqual(5);
    expect(near.filter((p) => p.staffed === '24h').length).toBeGreaterThanOrEqual(2);
  });

  it('leave no station in the city farther than 6 km from one that is open all night', () => {
    const always = places.filter((p) => p.staffed === '24h');
    const far = subway.stations.filter(
      (s) => Math.min(...always.map((p) => trueDistance_m([s.lon, s.lat], [p.lon, p.lat]))) > 6000,
    );
    expect(far.map((s) => s.ko)).toEqual([]);
  });
});
