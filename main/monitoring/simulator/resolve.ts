import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import { ScenarioFile } from './schema.ts';
import type { Point } from './schema.ts';
import type { Gazetteer, PlacedLeg, PlacedOrder, Scenario } from './scenario.ts';
import { scenarioFaults } from './faults.ts';
import type { Fault, FieldPath } from './faults.ts';

const isLonLat = (point: Point): point is LonLat => Array.isArray(point);

/** Looks places up; a name nobody knows becomes a fault at its field. */
const placeFinder = (gazetteer: Gazetteer, faults: Fault[]) => {
  const places = new Map(gazetteer.places.map((place): [string, LonLat] => [place.id, [place.lon, place.lat]]));
  return (point: Point, path: FieldPath): LonLat => {
    if (isLonLat(point)) return point;
    const [kind, id, base] =
      'station' in point
        ? (['station', point.station, gazetteer.stations.get(point.station)] as const)
        : (['place', point.place, places.get(point.place)] as const);
    if (base === undefined) {
      faults.push({ path: [...path, kind], message: `there is no ${kind} "${id}"` });
      return [0, 0];
    }
    return point.distance_m === 0 ? base : destination(base, point.bearing_deg, point.distance_m);
  };
};

const placeAll = (file: ScenarioFile, gazetteer: Gazetteer, faults: Fault[]): Scenario => {
  const find = placeFinder(gazetteer, faults);
  const placeLeg = (leg: ScenarioFile['movements'][number]['legs'][number], path: FieldPath): PlacedLeg =>
    'to' in leg ? { ...leg, to: find(leg.to, [...path, 'to']) } : leg;
  const placeOrder = (order: ScenarioFile['orders'][number], index: number): PlacedOrder => ({
    ...order,
    zones: order.zones.map((zone, at) => {
      const { shape } = zone;
      const path = ['orders', index, 'zones', at, 'shape', 'centre'];
      return { ...zone, shape: shape.type === 'circle' ? { ...shape, centre: find(shape.centre, path) } : shape };
    }),
  });
  return {
    name: file.name,
    title: file.title,
    summary: file.summary,
    start_ms: Date.parse(file.start),
    duration_s: file.duration_s,
    seed: file.seed,
    people: file.people.map((person, i) => ({ ...person, at: find(person.at, ['people', i, 'at']) })),
    orders: file.orders.map(placeOrder),
    units: file.units.map((unit, i) => ({ ...unit, at: find(unit.at, ['units', i, 'at']) })),
    movements: file.movements.map((movement, i) => ({
      who: movement.who,
      legs: movement.legs.map((leg, at) => placeLeg(leg, ['movements', i, 'legs', at])),
    })),
    events: file.events,
    background: file.background,
    gazetteer,
  };
};

/**
 * Schema that takes a scenario file to a scenario: fields first, then what only the whole shows (names of places, people
 * who are not there). Every fault carries the path of its field, so that a reader can give its line.
 */
export const scenarioSchema = (gazetteer: Gazetteer) =>
  ScenarioFile.transform((file, context): Scenario => {
    const faults: Fault[] = [...scenarioFaults(file)];
    const scenario = placeAll(file, gazetteer, faults);
    for (const fault of faults) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
    return scenario;
  });
