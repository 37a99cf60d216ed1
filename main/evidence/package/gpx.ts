import type { EvidenceData } from '../../../shared/protocol/evidence.ts';
import type { Track, TrackPoint } from '../../../shared/protocol/track.ts';
import { guidanceOf, tracksOf } from './tracks.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const place = (lon: number, lat: number): string => `lat="${lat}" lon="${lon}"`;

const pointLine = ({ at_ms, lon, lat, accuracy_m, heading_deg, speed_mps }: TrackPoint): string =>
  [
    `   <trkpt ${place(lon, lat)}><time>${new Date(at_ms).toISOString()}</time><extensions>`,
    `<jikim:accuracy_m>${accuracy_m}</jikim:accuracy_m>`,
    heading_deg === null ? '' : `<jikim:course>${heading_deg}</jikim:course>`,
    speed_mps === null ? '' : `<jikim:speed>${speed_mps}</jikim:speed>`,
    '</extensions></trkpt>',
  ].join('');

/**
 * Tracks and guidance routes as GPX 1.1. Accuracy (m, 68 %), course (degrees) and speed (m/s) are extensions, since GPX 1.1 has no
 * elements for them.
 */
export const gpxOf = ({ record, sealed }: EvidenceData): string => {
  const roles = new Map(record.people.map(({ id, role }) => [id, role]));
  const track = ({ personId, points }: Track): readonly string[] => [
    ` <trk><name>${escaped(personId)}</name><type>${roles.get(personId) ?? 'person'}</type><trkseg>`,
    ...points.map(pointLine),
    ' </trkseg></trk>',
  ];
  const routes = guidanceOf(sealed).flatMap(({ guidanceId, placeId, route }) => [
    ` <rte><name>${escaped(guidanceId)}</name><desc>${escaped(placeId)}</desc>`,
    ...route.map(([lon, lat]) => `   <rtept ${place(lon, lat)}/>`),
    ' </rte>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Jikim" xmlns="http://www.topografix.com/GPX/1/1" xmlns:jikim="urn:jikim:gpx:1">',
    ` <metadata><name>${escaped(record.incidentId)}</name><time>${new Date(record.exportedAt_ms).toISOString()}</time></metadata>`,
    ...routes,
    ...tracksOf(sealed).flatMap(track),
    '</gpx>',
    '',
  ].join('\n');
};
