import type {
  AlertId,
  ConsoleId,
  GuidanceId,
  HoldId,
  IncidentId,
  LeaseId,
  OperatorId,
  OrderId,
  OutageId,
  PersonId,
  UnitId,
} from '../ids.ts';
import type { AlertState, Separation } from '../alerts.ts';
import type { DispatchCode, Level } from '../codes.ts';
import type { DeviceEventKind } from '../fixes.ts';
import type { UnitStatus } from '../units.ts';
import type { Attendance, GoneDesk } from './attendance.ts';
import type { Outage } from './outages.ts';
import type { EntryBody, FalseAlertCause, GuidanceAnswer, HoldCause, Outcome, ShelveReason } from './entries.ts';

/** raised → acknowledged → dispatched → on-scene → resolved → closed; reopened from resolved. */
export type IncidentStatus = 'raised' | 'acknowledged' | 'dispatched' | 'on-scene' | 'resolved' | 'closed';

export type IncidentAlert = {
  readonly state: AlertState;
  readonly raisedAt_ms: number;
  readonly changedAt_ms: number;
  readonly clearedAt_ms: number | null;
  /** Why it ended; null while it runs. */
  readonly clearReason: Extract<EntryBody, { readonly kind: 'alert.cleared' }>['reason'] | null;
  /** How often the same button or tamper came again. */
  readonly repeats: number;
  /** Level beyond which the two have parted since the resolution; null while they have not. */
  readonly partedBeyond: Level | null;
};

/** One ringing of one alert that nobody has acknowledged yet. */
export type Sounding = {
  /** Its place among the soundings of its incident: 1, 2, 3 … */
  readonly number: number;
  readonly alertId: AlertId;
  /** Code of the alert when it sounded. */
  readonly code: DispatchCode;
  readonly at_ms: number;
  /** When it was passed on to the supervisors; null while it was not. */
  readonly escalatedAt_ms: number | null;
  /** Whose desk was found gone, and how, where it sounds again for that alone. */
  readonly left?: { readonly by: OperatorId; readonly desk: GoneDesk };
};

/** An incident that was quieted for a while: by whom and why, and until when at the latest. */
export type Shelved = {
  readonly reason: ShelveReason;
  readonly text: string | null;
  readonly by: OperatorId | null;
  readonly at_ms: number;
  readonly until_ms: number;
};

export type MeasuredDistance = { readonly separation: Separation; readonly at_ms: number };

export type ClosestDistance = MeasuredDistance & { readonly victim: PersonId };

/** First time each step of the response was reached; null while it was not. */
export type IncidentTimes = {
  readonly raisedAt_ms: number;
  readonly acknowledgedAt_ms: number | null;
  readonly dispatchedAt_ms: number | null;
  readonly onSceneAt_ms: number | null;
  readonly resolvedAt_ms: number | null;
  readonly closedAt_ms: number | null;
};

/** What keeps the positions of a closed incident for now. */
export type Hold = {
  readonly id: HoldId;
  readonly cause: HoldCause;
  /** Typed by the supervisor; null where the hold is automatic. */
  readonly reason: string | null;
  readonly until_ms: number;
};

/** Positions that somebody opened with a typed reason while the rules kept them shut. */
export type BrokenGlass = {
  readonly holders: readonly OperatorId[];
  readonly at_ms: number;
  readonly reason: string | null;
  /** Whether a supervisor who did not do it themselves has seen it. */
  readonly seen: boolean;
};

/** How far guidance to a victim has come: each step when it happened, null while it did not. */
export type Guidance = {
  readonly id: GuidanceId;
  readonly victim: PersonId;
  readonly sentAt_ms: number;
  /** Free text as it was sent; null where the victim is led to a place. */
  readonly text: string | null;
  readonly deliveredAt_ms: number | null;
  readonly readAt_ms: number | null;
  readonly answeredAt_ms: number | null;
  readonly answer: GuidanceAnswer | null;
  /** Why and when it ceased to hold, and what is kept of the way; null while it holds. */
  readonly ended:
    | (Pick<Extract<EntryBody, { readonly kind: 'guidance.ended' }>, 'why' | 'place' | 'arrived'> & {
        readonly at_ms: number;
      })
    | null;
};

/** A unit's work for one incident. It stays what it was when the unit goes elsewhere. */
export type Assignment = {
  readonly assignedAt_ms: number;
  /** The last step it took for this incident while it was bound to it. */
  readonly status: UnitStatus;
  readonly since_ms: number;
  /** How it left; null while it is bound. */
  readonly left: Leaving | null;
};

export type Leaving = {
  readonly reason: 'diverted' | 'released' | 'clear' | 'out-of-service';
  readonly at_ms: number;
  /** The incident it was diverted to; null otherwise. */
  readonly to: IncidentId | null;
};

/** Whose an incident is. */
export type Claim = {
  readonly operatorId: OperatorId;
  readonly consoleId: ConsoleId;
  readonly since_ms: number;
  /** When it sounded again because this desk was found gone; null while it did not, and once this operator works on it again. */
  readonly left: { readonly at_ms: number; readonly desk: GoneDesk } | null;
};

/** A claim that went from one operator to another. */
export type Taking = {
  readonly by: OperatorId;
  readonly from: OperatorId;
  readonly fromConsole: ConsoleId;
  /** How the desk was found from which it was taken. */
  readonly desk: Attendance;
  readonly at_ms: number;
  /** Taken from somebody who was there, and the reason is not given yet. */
  readonly owesReason: boolean;
};

/** One running response for one order, derived from its entries and never stored. */
export type Incident = {
  readonly id: IncidentId;
  readonly orderId: OrderId;
  /** The incident before it in one story; null where it begins one. */
  readonly follows: IncidentId | null;
  readonly status: IncidentStatus;
  /** Most urgent code among its running alerts, or the last one when all have cleared. */
  readonly code: DispatchCode;
  /** Most urgent code it ever had: what a review judges it by. */
  readonly peakCode: DispatchCode;
  readonly alerts: ReadonlyMap<AlertId, IncidentAlert>;
  /** Something rings that nobody has acknowledged. */
  readonly unacknowledged: boolean;
  /** Number of the last sounding, acknowledged or not; 0 where none was. */
  readonly soundings: number;
  /** Soundings that nobody has acknowledged, oldest first. */
  readonly unanswered: readonly Sounding[];
  /** When it last sounded. */
  readonly soundedAt_ms: number;
  /** Quieted for a while; null while it is not. */
  readonly shelved: Shelved | null;
  /** Units bound to it now. */
  readonly units: readonly UnitId[];
  /** Who has it; null while nobody has worked on it. */
  readonly claim: Claim | null;
  /** The last time it was taken over, and those before it that owe a reason; oldest first. */
  readonly takings: readonly Taking[];
  /** Who acknowledged last; null while nobody has. */
  readonly acknowledgedBy: OperatorId | null;
  /** The last work of every unit that was ever sent to it. */
  readonly assignments: ReadonlyMap<UnitId, Assignment>;
  /** Operators who acted on it, first to last. */
  readonly workers: readonly OperatorId[];
  readonly resolvedBy: OperatorId | null;
  readonly outcome: Outcome | null;
  /** What made the alert a false one; null where it was none, or while it runs. */
  readonly falseCause: FalseAlertCause | null;
  /** Patrols that were on scene when it was resolved; none while it runs. */
  readonly onSceneAtEnd: readonly UnitId[];
  readonly closest: ClosestDistance | null;
  /** The closest of each victim as it was last stated; null where none is known. */
  readonly closestStated: ReadonlyMap<PersonId, ClosestDistance | null>;
  /** The distance to each victim that was measured last. */
  readonly lastMeasured: ReadonlyMap<PersonId, MeasuredDistance>;
  readonly times: IncidentTimes;
  /** True while positions may exist. */
  readonly positionsExist: boolean;
  readonly brokeGlass: boolean;
  /** Leases that were taken by break-glass, oldest first. */
  readonly glassBroken: ReadonlyMap<LeaseId, BrokenGlass>;
  readonly contactConfirmed: boolean;
  /** Levels that were breached for sure, likely or confirmed, at some time. */
  readonly sureLevels: ReadonlySet<Level>;
  /** Holds in force. */
  readonly holds: ReadonlyMap<HoldId, Hold>;
  /** When its evidence was last exported with positions; null while it was not, and once it is reopened. */
  readonly exportedAt_ms: number | null;
  readonly guidance: ReadonlyMap<GuidanceId, Guidance>;
  /** Steps of playbooks, by `playbook/step`: done or passed over. */
  readonly playbook: ReadonlyMap<string, 'done' | 'skipped'>;
  /** When somebody last talked with each victim on the telephone; under null the talks that name no victim. */
  readonly talkedAt_ms: ReadonlyMap<PersonId | null, number>;
  /** How many entries it has; the last one's ordinal. */
  readonly entries: number;
};

export type UnitState = {
  readonly status: UnitStatus;
  readonly incidentId: IncidentId | null;
  readonly since_ms: number;
};

/** Something wrong with a device whose alert operators have ended: it may last, and is not told again until it has ended and begun anew. */
export type EndedTrouble = { readonly kind: DeviceEventKind; readonly person: PersonId; readonly at_ms: number };

/** By rule key. */
export type EndedTroubles = ReadonlyMap<string, EndedTrouble>;

/** Everything the record says, folded. */
export type World = {
  readonly incidents: ReadonlyMap<IncidentId, Incident>;
  /** Incidents of each order, in the order in which they came: an order's are found without looking through all. */
  readonly byOrder: ReadonlyMap<OrderId, readonly IncidentId[]>;
  readonly units: ReadonlyMap<UnitId, UnitState>;
  /** Orders that the server cannot watch over, and since when. */
  readonly unwatched: ReadonlyMap<OrderId, number>;
  /** Mass outages that run, and those that are over and not acknowledged. */
  readonly outages: ReadonlyMap<OutageId, Outage>;
  /** What operators have ended of each order's devices and may last, also of incidents that are let go of. */
  readonly endedTroubles: ReadonlyMap<OrderId, EndedTroubles>;
  /** The fault of the server's clock that the record tells of, as it was when it began; null where it tells of none. */
  readonly clockFault: { readonly since_ms: number; readonly offset_s: number } | null;
  /** Sequence number of the last entry folded in; 0 = none. */
  readonly head: number;
};

export const emptyWorld: World = {
  incidents: new Map(),
  byOrder: new Map(),
  units: new Map(),
  unwatched: new Map(),
  outages: new Map(),
  endedTroubles: new Map(),
  clockFault: null,
  head: 0,
};

/** A unit nobody has recorded anything about is available. */
export const unitState = (world: World, id: UnitId): UnitState =>
  world.units.get(id) ?? { status: 'available', incidentId: null, since_ms: 0 };

/** An incident that still needs somebody. */
export const isRunning = (incident: Incident): boolean =>
  incident.status !== 'resolved' && incident.status !== 'closed';

/** Incidents of an order, in the order in which they came. */
export const incidentsOf = (world: World, order: OrderId): readonly Incident[] =>
  (world.byOrder.get(order) ?? []).flatMap((id) => world.incidents.get(id) ?? []);

/** The running incident of an order, of which there is one at a time; null where none runs. */
export const runningOf = (world: World, order: OrderId): Incident | null =>
  incidentsOf(world, order).findLast(isRunning) ?? null;
