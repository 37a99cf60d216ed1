import type { SafePlace } from '../../../../shared/domain/places.ts';
import type { EvidenceSeals } from '../../../../shared/protocol/evidence.ts';
import type { Track, TrackPoint } from '../../../../shared/protocol/track.ts';
import { tracksOf } from '../tracks.ts';
import { component, instant } from './component.ts';
import type { Component, Ids } from './component.ts';

type Location = Component & {
  readonly locationTypeDescriptionRegistryText: string;
  readonly locationByValue: string;
  readonly locationDescriptionText: string;
};

const EPSG = 'srsName="urn:ogc:def:crs:EPSG::4326"';

/** PIDF-LO (RFC 5491) around one shape. Its text holds nothing that XML would have to escape: ids and numbers only. */
const pidf = (entity: string, shape: string, rest: string): string =>
  [
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"',
    ' xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"',
    ' xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:con="urn:ietf:params:xml:ns:geopriv:conf"',
    ` entity="pres:${entity}"><dm:device id="${entity}"><gp:geopriv><gp:location-info>${shape}`,
    `</gp:location-info><gp:usage-rules/></gp:geopriv>${rest}</dm:device></presence>`,
  ].join('');

/** A circle of 68 % confidence (RFC 7459), as devices report it. */
const circle = ({ lat, lon, accuracy_m }: TrackPoint): string =>
  [
    `<gs:Circle ${EPSG}><gml:pos>${lat} ${lon}</gml:pos>`,
    `<gs:radius uom="urn:ogc:def:uom:EPSG::9001">${accuracy_m}</gs:radius></gs:Circle>`,
    '<con:confidence pdf="normal">68</con:confidence>',
  ].join('');

export const locationIdOf = (ids: Ids, id: string): string => ids.of('location', id);

const lastOf = (ids: Ids, { personId, points }: Track): readonly Location[] =>
  points.slice(-1).map((point) => ({
    ...component(ids, locationIdOf(ids, personId), point.at_ms),
    locationTypeDescriptionRegistryText: 'Other',
    locationDescriptionText: `Last recorded position of ${personId}; the whole track is in positions.gpx and positions.geojson`,
    locationByValue: pidf(personId, circle(point), `<dm:timestamp>${instant(point.at_ms)}</dm:timestamp>`),
  }));

const placeOf = (ids: Ids, { id, en, lat, lon }: SafePlace, at_ms: number): Location => ({
  ...component(ids, locationIdOf(ids, id), at_ms),
  locationTypeDescriptionRegistryText: 'Staging',
  locationDescriptionText: `Safe place a victim was led to: ${en}`,
  locationByValue: pidf(id, `<gml:Point ${EPSG}><gml:pos>${lat} ${lon}</gml:pos></gml:Point>`, ''),
});

/** Where people were last, and the safe places they were led to; nothing once positions are gone. */
export const locationsOf = (sealed: EvidenceSeals, ids: Ids, at_ms: number): readonly Location[] => [
  ...tracksOf(sealed).flatMap((track) => lastOf(ids, track)),
  ...sealed.places.map((place) => placeOf(ids, place, at_ms)),
];
