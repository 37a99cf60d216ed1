import { describe, expect, it } from 'vitest';
import { geoJsonOf } from '../../../../../main/evidence/package/geojson.ts';
import { gpxOf } from '../../../../../main/evidence/package/gpx.ts';
import { gpxTrack } from '../../../../../main/commands/analyse/input/gpx.ts';
import type { TrackLine } from '../../../../../main/commands/analyse/input/trackLine.ts';
import { distance_m } from '../../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { offenderPositions, openEvidence, victimPositions } from '../../../../builders/evidence.ts';

describe('positions as GPX', () => {
  it('are read back by the reader of recorded tracks, point by point', () => {
    const lines: TrackLine[] = [];
    const reader = gpxTrack(
      5,
      0.1,
    )((read) => {
      if (!read.ok) throw new Error(read.error.message);
      lines.push(read.value);
    });
    reader.write(gpxOf(openEvidence()));
    reader.end();
    const points = [...offenderPositions.points, ...victimPositions.points];
    expect(lines.map(({ fix }) => [fix?.at_ms, fix?.lon, fix?.lat, fix?.speed_mps, fix?.heading_deg])).toEqual(
      points.map(({ at_ms, lon, lat, speed_mps, heading_deg }) => [at_ms, lon, lat, speed_mps, heading_deg]),
    );
  });
});

describe('positions as GeoJSON', () => {
  const { features } = geoJsonOf(openEvidence());
  const ofKind = (kind: string) => features.filter(({ properties }) => properties?.['kind'] === kind);

  it('has tracks, zones, the way a victim was led, and where to', () => {
    expect(features.map(({ properties, geometry }) => [String(properties?.['kind']), geometry.type])).toEqual([
      ['track', 'LineString'],
      ['track', 'LineString'],
      ['zone', 'Polygon'],
      ['guidance', 'LineString'],
      ['place', 'Point'],
    ]);
    expect(ofKind('track')[0]?.properties).toMatchObject({ personId: 'O1', role: 'offender' });
    expect(ofKind('track')[0]?.properties?.['times']).toHaveLength(20);
  });

  it('draws a round zone closed, counterclockwise, and as large as it is', () => {
    const [zone] = ofKind('zone');
    if (zone?.geometry.type !== 'Polygon') throw new Error('no polygon');
    const ring = (zone.geometry.coordinates[0] ?? []).map(([lon = 0, lat = 0]): LonLat => [lon, lat]);
    expect(ring.at(-1)).toEqual(ring[0]);
    const area = ring.reduce((sum, [x, y], i) => sum + x * (ring[i + 1]?.[1] ?? y) - (ring[i + 1]?.[0] ?? x) * y, 0);
    expect(area).toBeGreaterThan(0);
    for (const corner of ring) expect(distance_m([126.98, 37.564], corner)).toBeCloseTo(250, 0);
  });
});
