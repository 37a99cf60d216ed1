import { isScheduled } from '../../../shared/domain/geo/schedule.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Zone } from '../../../shared/domain/orders.ts';
import { tiersWithin } from '../../../shared/domain/tiers.ts';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';
import { bufferRing } from './bufferRing.ts';
import { zoneCentre, zoneRing } from './circles.ts';
import { inFocus } from './focus.ts';
import type { PersonSymbol, RingSymbol, ZoneSymbol } from './types.ts';

/** Tier rings around the victims a lease opens: rings give the victim away, so without that lease there is none. */
export const ringSymbols = (leases: readonly LeaseOpened[], people: readonly PersonSymbol[]): readonly RingSymbol[] => {
  const rings = new Map<string, RingSymbol>();
  for (const { lease, limits } of leases) {
    for (const person of people) {
      if (person.role !== 'victim' || person.incidentId !== lease.incidentId) continue;
      if (!lease.subjects.includes(person.personId)) continue;
      // Farthest first: nearer ones are drawn over it.
      for (const { id: tier, limit_m } of tiersWithin(limits).toReversed()) {
        const key = `${person.handle}-${tier}`;
        rings.set(key, { key, tier, centre: person.position, radius_m: limit_m, inFocus: person.inFocus });
      }
    }
  }
  return [...rings.values()];
};

/** Geometry of a zone for drawing. */
export const zoneOutline = (zone: Zone): Pick<ZoneSymbol, 'ring' | 'buffer' | 'centre'> => ({
  ring: zoneRing(zone.shape),
  buffer: bufferRing(zone.shape, zone.buffer_m),
  centre: zoneCentre(zone.shape),
});

/** Exclusion zones a lease opens; one outside its weekly schedule is drawn faint. `now_ms` is the server's time. */
export const zoneSymbols = (
  leases: readonly LeaseOpened[],
  selected: IncidentId | null,
  now_ms: number,
): readonly ZoneSymbol[] => {
  const zones = new Map<string, ZoneSymbol>();
  for (const { lease, zones: opened } of leases) {
    for (const zone of opened) {
      const known = zones.get(zone.id);
      if (known?.inFocus === true) continue;
      zones.set(zone.id, {
        id: zone.id,
        zone,
        ...zoneOutline(zone),
        active: isScheduled(zone, now_ms),
        inFocus: inFocus(lease.incidentId, selected),
      });
    }
  }
  return [...zones.values()];
};
