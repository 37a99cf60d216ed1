import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { Handle, IncidentId, PersonId, UnitId, ZoneId } from '../../../shared/domain/ids.ts';
import type { PersonRole, Zone } from '../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { TierId } from '../../../shared/domain/tiers.ts';
import type { UnitKind, UnitStatus } from '../../../shared/domain/units.ts';
import type { RelationPresence } from '../../../shared/protocol/presence.ts';

/** How far a symbol can be trusted: fresh, too old to act on blindly, or silent (a last known place). */
export type Freshness = 'fresh' | 'stale' | 'silent';

/** A person somebody at this desk holds a lease on. */
export type PersonSymbol = {
  readonly type: 'person';
  readonly handle: Handle;
  readonly personId: PersonId;
  readonly role: PersonRole;
  readonly incidentId: IncidentId;
  readonly code: DispatchCode;
  readonly position: LonLat;
  /** 95 % radius, metres. */
  readonly radius_m: number;
  readonly heading_deg: number | null;
  readonly age_s: number;
  readonly freshness: Freshness;
  readonly battery_percent: number | null;
  /** Belongs to the selected incident, or nothing is selected. */
  readonly inFocus: boolean;
};

/** Offender to victim, drawn only where both positions are open. */
export type RelationSymbol = {
  readonly key: string;
  readonly offender: PersonSymbol;
  readonly victim: PersonSymbol;
  readonly relation: Pick<RelationPresence, 'distance_m' | 'min_m' | 'max_m' | 'trend' | 'certainty' | 'contact'>;
  /** Whole seconds since the frame arrived that told it. */
  readonly age_s: number;
  readonly inFocus: boolean;
};

export type PatrolSymbol = {
  readonly type: 'patrol';
  readonly handle: Handle;
  readonly unitId: UnitId;
  readonly callsign: string;
  readonly kind: UnitKind;
  readonly status: UnitStatus;
  readonly position: LonLat;
  readonly heading_deg: number | null;
  readonly age_s: number;
  readonly freshness: Freshness;
  /** Running incident it is assigned to. */
  readonly incidentId: IncidentId | null;
  /** Assigned to the selected incident, or to any when nothing is selected. */
  readonly emphasised: boolean;
  /** Time to the victim of the selected incident, where advice names this unit. */
  readonly eta_s: number | null;
};

export type RingSymbol = {
  readonly key: string;
  readonly tier: TierId;
  readonly centre: LonLat;
  readonly radius_m: number;
  readonly inFocus: boolean;
};

export type ZoneSymbol = {
  readonly id: ZoneId;
  readonly zone: Zone;
  readonly ring: readonly LonLat[];
  /** Outline with the buffer around it. */
  readonly buffer: readonly LonLat[];
  readonly centre: LonLat;
  readonly active: boolean;
  readonly inFocus: boolean;
};

/** Positions of the last 15 minutes, oldest first. */
export type TrailSymbol = {
  readonly handle: Handle;
  readonly role: PersonRole;
  readonly code: DispatchCode;
  readonly inFocus: boolean;
  readonly points: readonly { readonly lon: number; readonly lat: number; readonly at_ms: number }[];
};

/** The victim's way to a safe place. */
export type EscapeSymbol = {
  readonly key: string;
  readonly place: SafePlace;
  readonly route: readonly LonLat[];
  readonly walk_s: number;
};

/** Everything that moves on the map, free of WebGL and of stores. */
export type MapScene = {
  readonly people: readonly PersonSymbol[];
  readonly relations: readonly RelationSymbol[];
  readonly patrols: readonly PatrolSymbol[];
  readonly rings: readonly RingSymbol[];
  readonly zones: readonly ZoneSymbol[];
  readonly trails: readonly TrailSymbol[];
  /** One at most: the way the operator looks at. */
  readonly escapes: readonly EscapeSymbol[];
};
