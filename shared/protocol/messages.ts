import { z } from 'zod';
import { ClockHealth } from '../domain/clockHealth.ts';
import { LonLat } from '../domain/fixes.ts';
import { Following } from '../domain/following.ts';
import {
  CommandId,
  EpochMs,
  GuidanceId,
  Handle,
  IncidentId,
  LeaseId,
  LogId,
  OperatorId,
  PlaceId,
  Seq,
  UnitId,
} from '../domain/ids.ts';
import { DeskState } from '../domain/incidents/attendance.ts';
import { Command, Refusal } from '../domain/incidents/commands.ts';
import { Entry } from '../domain/incidents/entries.ts';
import { Lease } from '../domain/incidents/leases.ts';
import { Mode, Operator } from '../domain/operators.ts';
import { OrderSummary, Person, Zone } from '../domain/orders.ts';
import { SafePlace } from '../domain/places.ts';
import { Playbook } from '../domain/playbooks.ts';
import { CommandPolicy } from '../domain/deskPolicy.ts';
import { AlarmLimits, Limits } from '../domain/policy.ts';
import { Proof, SignedHead } from '../domain/log.ts';
import { Unit } from '../domain/units.ts';
import { AccessQuery, AccessRecord } from './access.ts';
import { Impairment } from './impairments.ts';
import { EvidenceData, Manifest, ManifestSignature } from './evidence.ts';
import { Track } from './track.ts';
import { PROVISIONAL_LEASES_AT_ONCE } from './version.ts';

/** Handshake (`socket.handshake.auth`). */
export const Hello = z.strictObject({ protocol: z.int(), consoleId: z.string().min(1).max(64) }).readonly();
export type Hello = z.infer<typeof Hello>;

/** A signed-in operator. The token stays in the console process. */
export const Session = z
  .strictObject({ token: z.string().min(20).max(200), operator: Operator, mode: Mode, expiresAt_ms: EpochMs })
  .readonly();
export type Session = z.infer<typeof Session>;

/** Who and what there is, without where: sent after sign-in. Persons' names are shown to signed-in desks only. */
export const Directory = z
  .strictObject({
    orders: z.array(z.strictObject({ handle: Handle, order: OrderSummary }).readonly()).readonly(),
    people: z.array(z.strictObject({ handle: Handle, person: Person }).readonly()).readonly(),
    units: z.array(z.strictObject({ handle: Handle, unit: Unit }).readonly()).readonly(),
    places: z.array(SafePlace).readonly(),
    operators: z.array(Operator).readonly(),
    /** What a page must know of the policy. */
    policy: z
      .strictObject({
        hold: z
          .strictObject({
            automatic_s: z.number().min(0),
            afterExport_s: z.number().min(0),
            longest_s: z.number().min(0),
          })
          .readonly(),
        shelving: z
          .strictObject({ longest_s: z.number().min(0), offered_s: z.array(z.number().min(0)).readonly() })
          .readonly(),
        track: z.strictObject({ maxLeg_s: z.number().min(0) }).readonly(),
        /** A console's machine whose clock is off by more says so. */
        clock: z.strictObject({ fault_s: z.number().min(0) }).readonly(),
        alarms: AlarmLimits,
        queue: z.strictObject({ still_s: z.number().min(0) }).readonly(),
        commands: CommandPolicy,
        session: z.strictObject({ warnBefore_s: z.number().min(0) }).readonly(),
        /** Until when after its end another incident takes up a story. */
        story: z.strictObject({ within_s: z.number().min(0) }).readonly(),
        /** When a breach that outlives its resolution rings again. */
        outliving: z
          .strictObject({
            closing_s: z.number().min(0),
            otherwise_s: z.number().min(0),
            afterSeparation_s: z.number().min(0),
          })
          .readonly(),
      })
      .readonly(),
    playbooks: z.array(Playbook).readonly(),
  })
  .readonly();
export type Directory = z.infer<typeof Directory>;

/** What a lease opens beside live positions: zone shapes, tier rings (limits around victims) and the lead-in. */
export const LeaseOpened = z
  .strictObject({ lease: Lease, limits: Limits, zones: z.array(Zone).readonly(), leadIn: z.array(Track).readonly() })
  .readonly();
export type LeaseOpened = z.infer<typeof LeaseOpened>;

/** Along streets, or as the crow flies: a patrol's and a victim's way times the policy's detour factor, an offender's without. */
const Via = z.enum(['street', 'straight']);

/** One patrol in the race to the victim. Sent under a lease only: times give the place away. */
export const RankedUnit = z
  .strictObject({
    unitId: UnitId,
    eta_s: z.number().min(0),
    distance_m: z.number().min(0),
    via: Via,
    fixAge_s: z.number().min(0),
    stale: z.boolean(),
    /** Leads over the earliest and the expected contact, seconds; negative where the contact can be first. See `OffenderWay`. */
    margins: z.strictObject({ earliest_s: z.number(), expected_s: z.number().nullable() }).readonly().nullable(),
  })
  .readonly();
export type RankedUnit = z.infer<typeof RankedUnit>;

/** The offender's way to the victim, and when the two can be within the contact limit. */
export const OffenderWay = z
  .strictObject({
    /** The earliest that the data allow: both as near as their fixes permit, coming straight towards each other as fast as they can. */
    earliest_s: z.number().min(0),
    /** At the speed at which they close in; null where they are not known to. */
    expected_s: z.number().min(0).nullable(),
    distance_m: z.number().min(0),
    via: Via,
    fixAge_s: z.number().min(0),
  })
  .readonly();
export type OffenderWay = z.infer<typeof OffenderWay>;

/** A safe place with the victim's way there, and how that stands against the worst the offender can do. */
export const EscapeOption = z
  .strictObject({
    placeId: PlaceId,
    victim_s: z.number().min(0),
    distance_m: z.number().min(0),
    via: Via,
    route: z.array(LonLat).min(2).max(5000).readonly(),
    /** Null to whoever does not see the offender, and where nobody knows where the offender is. */
    race: z
      .strictObject({
        offender_s: z.number().min(0),
        /** Smallest lead of the victim along the whole way, seconds. */
        margin_s: z.number(),
        ahead: z.boolean(),
        /** Compass sector the offender would come from, seen from the place: 0 = north, clockwise. */
        side: z.literal([0, 1, 2, 3, 4, 5, 6, 7]).nullable(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();
export type EscapeOption = z.infer<typeof EscapeOption>;

/** Where a victim is being led, and how they follow: what only whoever sees the victim is told. */
export const LedVictim = z.strictObject({ guidanceId: GuidanceId, placeId: PlaceId, following: Following }).readonly();
export type LedVictim = z.infer<typeof LedVictim>;

/**
 * Who is soonest at the victim, and where the victim can be led. Goes to whoever sees the victim; `offender` and what follows from it
 * only to whoever sees the offender too.
 */
export const Advice = z
  .strictObject({
    incidentId: IncidentId,
    at_ms: EpochMs,
    ranking: z.array(RankedUnit).readonly(),
    offender: OffenderWay.nullable(),
    escape: z.array(EscapeOption).max(30).readonly(),
    /** Where victims are being led whose place is open to this desk, and how they follow. */
    led: z.array(LedVictim).max(50).readonly(),
  })
  .readonly();
export type Advice = z.infer<typeof Advice>;

/** State of the simulator behind a training server. */
export const SimulatorState = z
  .strictObject({
    scenario: z.string(),
    seed: z.int(),
    running: z.boolean(),
    speed: z.number().positive(),
    elapsed_s: z.number().min(0),
    duration_s: z.number().min(0),
  })
  .readonly();
export type SimulatorState = z.infer<typeof SimulatorState>;

export const SimulatorControl = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause') }).readonly(),
  z.strictObject({ action: z.literal('resume') }).readonly(),
  z.strictObject({ action: z.literal('speed'), speed: z.number().min(0.25).max(60) }).readonly(),
]);
export type SimulatorControl = z.infer<typeof SimulatorControl>;

const refusable = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }).readonly(),
    z.strictObject({ ok: z.literal(false), error: Refusal }).readonly(),
  ]);

export const SignInRefusal = z.enum(['bad-credentials', 'too-many-attempts', 'invalid', 'store-failed']);
export type SignInRefusal = z.infer<typeof SignInRefusal>;

const SignInResult = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: Session }).readonly(),
  z.strictObject({ ok: z.literal(false), error: SignInRefusal }).readonly(),
]);

/** Why a password was not confirmed: as at the sign-in, or nobody is signed in here whose it could be. */
export const PasswordRefusal = z.enum([...SignInRefusal.options, 'not-signed-in']);
export type PasswordRefusal = z.infer<typeof PasswordRefusal>;

/**
 * Why a session was not extended: the password, as ever; it is not near its end; it was extended before, and its operator works no incident;
 * or no session lasts longer.
 */
export const ExtendRefusal = z.enum([...PasswordRefusal.options, 'not-yet', 'no-incident', 'longest']);
export type ExtendRefusal = z.infer<typeof ExtendRefusal>;

/** A new head, and the proof that its tree extends the one of size `since`. */
export const LogNews = z
  .strictObject({ logId: LogId, signedHead: SignedHead.nullable(), since: z.int().min(0), proof: Proof })
  .readonly();
export type LogNews = z.infer<typeof LogNews>;

/** What somebody typed to justify a step that is itself on record. */
const Reason = z.string().trim().min(1).max(400);

/** A lease that a console held while the record took nothing; `reason` is what was typed for it, `endedAt_ms` null while it goes on. */
export const ProvisionalLease = z
  .strictObject({ lease: Lease, reason: Reason.nullable(), endedAt_ms: EpochMs.nullable() })
  .readonly();
export type ProvisionalLease = z.infer<typeof ProvisionalLease>;

/** Console → server, each answered by an acknowledgement. */
export const serverCalls = {
  signIn: {
    args: z.strictObject({ username: z.string().min(1).max(60), password: z.string().min(1).max(200) }).readonly(),
    result: SignInResult,
  },
  resume: { args: z.strictObject({ token: z.string().min(1).max(200) }).readonly(), result: SignInResult },
  signOut: { args: z.null(), result: z.null() },
  /** Whether this is the password of whoever is signed in here; the session goes on either way. */
  checkPassword: {
    args: z.strictObject({ password: z.string().min(1).max(200) }).readonly(),
    result: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: z.null() }).readonly(),
      z.strictObject({ ok: z.literal(false), error: PasswordRefusal }).readonly(),
    ]),
  },
  /**
  /** Lets the session of whoever is signed in here last longer; they say who they are by their password. */
  extendSession: {
    args: z.strictObject({ password: z.string().min(1).max(200) }).readonly(),
    result: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: z.strictObject({ expiresAt_ms: EpochMs }).readonly() }).readonly(),
      z.strictObject({ ok: z.literal(false), error: ExtendRefusal }).readonly(),
    ]),
  },
  /**
   * Ends the session of a token, whether or not this connection is signed in with it. `isEnded`: nothing of it is on the server's disk any
   * more; until then the console asks again, since a server that is killed would take the session up from there.
   */
  endSession: {
    args: z.strictObject({ token: z.string().min(1).max(200) }).readonly(),
    result: z.strictObject({ isEnded: z.boolean() }).readonly(),
  },
  /**
   * The console is there, once a second while somebody is signed in at it, and at once when it is locked or opened, or can sound or cannot any
   * more. `sounds`: an alarm would be heard at it, as far as its pages know. `wall_ms`: what its machine's clock says, a witness of the server's.
   */
  attend: {
    args: z.strictObject({ locked: z.boolean(), sounds: z.boolean(), wall_ms: EpochMs.optional() }).readonly(),
    result: z.null(),
  },
  directory: { args: z.null(), result: refusable(Directory) },
  /** Answered after the entries are on disk; the same id again answers the same. */
  command: { args: Command, result: refusable(z.strictObject({ seqs: z.array(Seq).readonly() }).readonly()) },
  /** Entries after `since` (0 = from the beginning), at most PAGE_LIMIT, in order. */
  catchUp: {
    args: z.strictObject({ since: z.int().min(0) }).readonly(),
    result: refusable(z.strictObject({ entries: z.array(Entry).readonly(), head: z.int().min(0) }).readonly()),
  },
  /**
   * The log's newest head, with the proof that it only added to the tree of size `since` (0 = none asked for). The proof is empty
   * where the log is not larger; a console that saw a larger one knows what that means.
   */
  head: { args: z.strictObject({ since: z.int().min(0) }).readonly(), result: refusable(LogNews) },
  /** Recorded positions of an incident, under a review lease or a running one. */
  positions: {
    args: z.strictObject({ incidentId: IncidentId }).readonly(),
    result: refusable(
      z.strictObject({ tracks: z.array(Track).readonly(), limits: Limits, zones: z.array(Zone).readonly() }).readonly(),
    ),
  },
  /**
   * What an evidence package of an incident that no longer runs is made from; supervisors only, with a typed reason. Positions are in
   * it while they exist, under a lease: where the operator holds none, one is granted for the reason. All that the record promised of
   * them, or nothing where not all of it opens.
   */
  evidence: {
    args: z.strictObject({ incidentId: IncidentId, reason: Reason }).readonly(),
    result: refusable(EvidenceData),
  },
  /**
   * Records that a package was made of what `evidence` has just handed out, and signs its manifest. Answered after the entry is on
   * disk; repeated under the same id it answers the same and records nothing.
   */
  sealEvidence: {
    args: z
      .strictObject({ commandId: CommandId, incidentId: IncidentId, manifest: Manifest, reason: Reason })
      .readonly(),
    result: refusable(z.strictObject({ seq: Seq, signature: ManifestSignature }).readonly()),
  },
  /**
   * Leases that this operator's console held while the record took nothing. Each joins the access log once, whoever tells of it; answered
   * when that is on disk.
   */
  provisionalAccess: {
    args: z.strictObject({ leases: z.array(ProvisionalLease).max(PROVISIONAL_LEASES_AT_ONCE).readonly() }).readonly(),
    result: refusable(z.null()),
  },
  /** Supervisors only. */
  accessLog: {
    args: AccessQuery,
    result: refusable(z.array(AccessRecord).readonly()),
  },
  /** Training servers only. */
  simulator: { args: SimulatorControl, result: refusable(SimulatorState) },
} as const;

/** Whether each operator is at their desk, and whether alarms sound there. It names no console and no place. */
export const DeskStates = z
  .array(z.strictObject({ operatorId: OperatorId, ...DeskState.unwrap().shape }).readonly())
  .readonly();
export type DeskStates = z.infer<typeof DeskStates>;

/**
 * Whether the record takes what is written: since when it has not, and how many entries are told provisionally and wait to be written. It is
 * known by trying, also while nothing happens.
 */
export const StoreHealth = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('working') }).readonly(),
  z.strictObject({ state: z.literal('refusing'), since_ms: EpochMs, waiting: z.int().min(0) }).readonly(),
]);
export type StoreHealth = z.infer<typeof StoreHealth>;

/**
 * What follows entry `after` and is not on disk. A console cuts what it holds of this to numbers up to `after`, and appends. Each becomes an
 * entry under the same number, the same but for `recordedAt_ms` and `foundAt_ms`. Nothing of it ever goes into a journal or a log: a server that is killed
 * loses it, and gives its numbers to other entries.
 */
export const Provisional = z.strictObject({ after: z.int().min(0), entries: z.array(Entry).readonly() }).readonly();
export type Provisional = z.infer<typeof Provisional>;

export const Heartbeat = z
  .strictObject({
    serverTime_ms: EpochMs,
    head: z.int().min(0),
    store: StoreHealth,
    clock: ClockHealth,
    /** Somebody the server tells of is played by its simulator: nothing of it may pass for live operation. */
    simulated: z.boolean(),
  })
  .readonly();
export type Heartbeat = z.infer<typeof Heartbeat>;

export const SessionEnd = z.enum(['expired', 'signed-out', 'elsewhere']);
export type SessionEnd = z.infer<typeof SessionEnd>;

/** Server → console. `presence` is binary (presence.ts), all others are JSON. */
export const serverEvents = {
  heartbeat: Heartbeat,
  entries: z.array(Entry).readonly(),
  /** While the record takes nothing: what is new of it, and all of it after a sign-in. */
  provisional: Provisional,
  /** After entries were recorded: at most once a heartbeat. `since` is the size of the head sent before. */
  head: LogNews,
  leaseOpened: LeaseOpened,
  leaseRenewed: z.strictObject({ leaseId: LeaseId, expiresAt_ms: EpochMs }).readonly(),
  leaseEnded: z.strictObject({ leaseId: LeaseId }).readonly(),
  /** Every operator's desk, when one of them has changed and after a sign-in. */
  desks: DeskStates,
  advice: Advice,
  /** What fails on the server now, as far as it concerns this desk: its picture is incomplete. When that changes, and after a sign-in. */
  impaired: z.array(Impairment).readonly(),
  simulatorState: SimulatorState,
  sessionEnded: z.strictObject({ reason: SessionEnd }).readonly(),
} as const;

export type ServerCallName = keyof typeof serverCalls;
export type ServerCallArgs<K extends ServerCallName> = z.infer<(typeof serverCalls)[K]['args']>;
export type ServerCallResult<K extends ServerCallName> = z.infer<(typeof serverCalls)[K]['result']>;
export type ServerEventName = keyof typeof serverEvents;
export type ServerEventPayload<K extends ServerEventName> = z.infer<(typeof serverEvents)[K]>;
