import { describe, expect, it } from 'vitest';
import { fitTo, isInside, needsRefit } from '../../../../renderer/map/camera.ts';
import { notFollowing, stepFollow } from '../../../../renderer/map/follow.ts';
import type { Follow } from '../../../../renderer/map/follow.ts';
import { homeCamera } from '../../../../renderer/map/home.ts';
import { metresPerPixel, scaleBar } from '../../../../renderer/map/scale.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../../shared/domain/geo/geodesic.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';

const size = { width: 580, height: 744 };
const victim: LonLat = [126.9237, 37.5567];
const offender = destination(victim, 60, 900);

describe('fit', () => {
  it('brings every point inside the padding, and no farther out than needed', () => {
    const camera = fitTo([victim, offender], size);
    if (camera === null) throw new Error('camera expected');
    expect(isInside([victim, offender], camera, size, { top: 83, right: 95, bottom: 83, left: 95 })).toBe(true);
    expect(
      isInside([victim, offender], { ...camera, zoom: camera.zoom + 0.1 }, size, {
        top: 83,
        right: 95,
        bottom: 83,
        left: 95,
      }),
    ).toBe(false);
  });

  it('holds its zoom where the points coincide', () => {
    expect(fitTo([victim, victim], size)?.zoom).toBe(17);
  });

  it('is nothing without points or room', () => {
    expect(fitTo([], size)).toBeNull();
    expect(fitTo([victim], { width: 100, height: 100 })).toBeNull();
  });

  it('shows the whole city at home', () => {
    const corners: readonly LonLat[] = [
      [126.78, 37.43],
      [127.18, 37.7],
    ];
    expect(isInside(corners, homeCamera(size), size, { top: 0, right: 0, bottom: 0, left: 0 })).toBe(true);
  });

  it('is due again when somebody leaves the view or the two come much closer', () => {
    const camera = fitTo([victim, offender], size);
    if (camera === null) throw new Error('camera expected');
    expect(needsRefit([victim, offender], camera, size)).toBe(false);
    expect(needsRefit([victim, destination(victim, 60, 2500)], camera, size)).toBe(true);
    expect(needsRefit([victim, destination(victim, 60, 200)], camera, size)).toBe(true);
  });

  it('is due again before the label below somebody covers the scale', () => {
    const camera = fitTo([victim, offender], size);
    if (camera === null) throw new Error('camera expected');
    const southOf = (point: LonLat, px: number): LonLat =>
      destination(point, 180, px * metresPerPixel(camera.center[1], camera.zoom));
    const above = (px: number): LonLat => southOf(camera.center, size.height / 2 - px);
    expect(needsRefit([victim, offender, above(80)], camera, size)).toBe(false);
    expect(needsRefit([victim, offender, above(62)], camera, size)).toBe(true);
  });
});

describe('following', () => {
  const incident = IncidentId.parse('I1');
  const seen = { type: 'scene', incident, sounding: 1, points: 8, moved: false, typing: false } as const;
  const after = (...events: readonly Parameters<typeof stepFollow>[1][]): { follow: Follow; move: boolean } =>
    events.reduce<{ follow: Follow; move: boolean }>((state, event) => stepFollow(state.follow, event), {
      follow: notFollowing,
      move: false,
    });

  it('starts when an incident is selected, once its people are on the map', () => {
    expect(after({ ...seen, points: 0 }).move).toBe(false);
    expect(after({ ...seen, points: 0 }, seen).move).toBe(true);
    expect(after(seen, seen).move).toBe(false);
  });

  it('moves again only when the people have moved out', () => {
    expect(after(seen, { ...seen, moved: true }).move).toBe(true);
  });

  it('stops when the operator moves the map, and Fit takes it up', () => {
    expect(after(seen, { type: 'pan' }, { ...seen, moved: true }).move).toBe(false);
    const fitted = after(seen, { type: 'pan' }, { type: 'fit' });
    expect(fitted).toMatchObject({ move: true, follow: { following: true } });
  });

  it('starts anew with a new sounding of the selected incident', () => {
    expect(after(seen, { type: 'pan' }, { ...seen, sounding: 2 }).move).toBe(true);
  });

  it('keeps still while somebody types, and makes up for it once they rest', () => {
    const risen = { ...seen, sounding: 2, moved: true };
    expect(after(seen, { ...risen, typing: true }).move).toBe(false);
    expect(after(seen, { ...risen, typing: true }, risen).move).toBe(true);
    expect(after(seen, { ...seen, moved: true, typing: true }).move).toBe(false);
    // Choosing another incident by a key is what the operator asked for.
    expect(after(seen, { ...seen, incident: IncidentId.parse('I2'), typing: true }).move).toBe(true);
  });

  it('ends with the selection', () => {
    expect(after(seen, { ...seen, incident: null }).follow).toEqual(notFollowing);
  });
});

describe('scale bar', () => {
  it('is as long as it says, within half a per cent of the geodesic', () => {
    const bar = scaleBar(37.55, 14, 110);
    const east = destination([127, 37.55], 90, bar.distance_m);
    const perPixel = metresPerPixel(37.55, 14);
    expect(bar.width_px).toBeLessThanOrEqual(110);
    expect(Math.abs(distance_m([127, 37.55], east) / (bar.width_px * perPixel) - 1)).toBeLessThan(0.005);
  });
});
