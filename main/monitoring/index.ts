import type { DeviceEventKind, DeviceSign, Fix, LonLat } from '../../shared/domain/fixes.ts';
import { GuidanceId, HoldId, LeaseId } from '../../shared/domain/ids.ts';
import type { IncidentId, OperatorId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { Refusal } from '../../shared/domain/incidents/commands.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import type { World } from '../../shared/domain/incidents/state.ts';
import type { Order } from '../../shared/domain/orders.ts';
import type { Mode, Operator } from '../../shared/domain/operators.ts';
import type { Playbook } from '../../shared/domain/playbooks.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { AccessRecord, Advice, Directory, LeaseOpened, LogNews } from '../../shared/protocol/messages.ts';
import type { PresenceFrame } from '../../shared/protocol/presence.ts';
import { createAdviser } from './advice.ts';
import type { Clock } from './clock.ts';
import { createEvidenceDesk } from './evidence.ts';
import type { EvidenceDesk } from './evidence.ts';
import { directoryOf } from './feed/directory.ts';
import { createHandles } from './feed/handles.ts';
import { createPresence } from './feed/presence.ts';
import { wayTo } from './escapes.ts';
import { createMailbox } from './guidance/mailbox.ts';
import type { Mailbox } from './guidance/mailbox.ts';
import { createDecideGuidance } from './guidance/send.ts';
import { createCommands } from './incidents/commands.ts';
import type { Asked, Commanded } from './incidents/commands.ts';
import { createCommitments } from './incidents/commitments.ts';
import { createDeletionSettler, createHoldSettler } from './incidents/deletion.ts';
import { createDistances } from './incidents/distances.ts';
import { createPositionRoom } from './incidents/positions.ts';
import { createRecord } from './incidents/record.ts';
import { createRestoreSettler, forgetDeleted } from './incidents/restored.ts';
import { createIntake } from './ingest/intake.ts';
import type { Accepted } from './ingest/intake.ts';
import { createLeaseDesk } from './leases/desk.ts';
import type { LeaseEvent } from './leases/desk.ts';
import { createReading } from './leases/reading.ts';
import type { Positions } from './leases/reading.ts';
import { createLeaseSettler } from './leases/settle.ts';
import { createEngine } from './rules/engine.ts';
import type { AlarmTaken, DeviceAlarm, EventRefusal } from './rules/engine.ts';
import { createRegister } from './rules/register.ts';
import type { Setup } from './setup.ts';
import type { Store } from './store/store.ts';
import type { Streets } from './streets/streets.ts';
import { createTick, ORDERS_AT_ONCE } from './tick.ts';
import { createToldByDevices } from './tracks/told.ts';
import { createTracks } from './tracks/tracks.ts';
import { createUnitFixes } from './tracks/units.ts';

/** What the monitoring server is made from. Everything that is not pure is handed in. */
export type MonitoringParts = {
  readonly clock: Clock;
  readonly mode: Mode;
  /** A fresh id that begins with the prefix. */
  readonly newId: (prefix: string) => string;
  readonly store: Store;
  readonly policy: Policy;
  readonly setup: Setup;
  readonly streets: Streets;
  readonly operators: readonly Operator[];
  /** What a dispatcher is reminded of, by what an alert is about. */
  readonly playbooks: readonly Playbook[];
  /** Told when the store refuses a write; nothing is lost, since the rules find again what could not be recorded. */
  readonly onStoreFailure: (thrown: unknown) => void;
  /** Told of an order that could not be evaluated or recorded: it is left out and told to every desk, the others go on. */
  readonly onOrderFailure: (thrown: unknown) => void;
  /** Told of a fix that was held back and dropped, so that nothing is left out uncounted. */
  readonly count: (reason: 'implausible') => void;
};

/** An incident that an operator is advised on, and whether the offender's place is open to them too. */
export type Advised = { readonly incidentId: IncidentId; readonly seesOffender: boolean };

/** The monitoring server without sockets: fixes, events and commands in, entries, leases and presence out. */
export type Monitoring = {
  readonly ingestFix: (person: PersonId, fix: Fix, receivedAt_ms: number) => Accepted;
  /** Fixes of one person that came together, each answered. */
  readonly ingestFixes: (person: PersonId, fixes: readonly Fix[], receivedAt_ms: number) => readonly Accepted[];
  /** What a message of a person's device said beside fixes that count; `receivedAt_ms` by the server's clock. */
  readonly ingestSigns: (person: PersonId, signs: readonly DeviceSign[], receivedAt_ms: number) => void;
  /** False when the unit is unknown or the fix is older than the last. */
  readonly ingestUnitFix: (unit: UnitId, fix: Fix) => boolean;
  /** A real device takes over from a simulated one. */
  readonly startOver: (person: PersonId) => void;
  readonly deviceEvent: (person: PersonId, kind: DeviceEventKind, at_ms: number) => Result<AlarmTaken, EventRefusal>;
  /** The button. `stamp` tells presses apart where the phone sends one again: its own time for it, as it wrote it. */
  readonly sos: (person: PersonId, at_ms: number, stamp?: string | null) => Result<AlarmTaken, EventRefusal>;
  /** Presses of the button and device events that came together: one write, each answered for itself. */
  readonly alarms: (alarms: readonly DeviceAlarm[]) => readonly Result<AlarmTaken, EventRefusal>[];
  /** True once a place of this person is believed, be it from before a restart. */
  readonly hasPlace: (person: PersonId) => boolean;
  /** Guidance to a victim, fetched and answered by their device. */
  readonly mailbox: Mailbox;
  /** Once a second: silence, growing discs, leases, distances, positions. */
  readonly tick: () => void;
  /** The same in pieces, each on disk by itself: whoever takes them one by one can let others have their turn in between. */
  readonly tickInPieces: () => Iterator<void, void>;
  /** Applies commands together, in their order; each answer says that its entries are on disk, or why there are none. */
  readonly command: (asked: readonly Asked[]) => readonly Commanded[];
  /** Signs a head of the log for what has been recorded since the last; null where nothing has, or the store refuses. */
  readonly signHead: () => LogNews | null;
  /** The last signed head, with the proof that it extends the tree of size `since`; refused while the store takes no head. */
  readonly headSince: (since: number) => Result<LogNews, Refusal>;
  readonly world: () => World;
  readonly entriesSince: (seq: number, limit: number) => readonly Entry[];
  readonly onEntries: (listener: (entries: readonly Entry[]) => void) => () => void;
  readonly onLease: (listener: (event: LeaseEvent) => void) => () => void;
  /** Operators with a session; their leases come and go with it. */
  readonly setSignedIn: (operators: readonly Operator[]) => void;
  readonly directory: () => Directory;
  readonly presenceFor: (operator: OperatorId, frame: number) => PresenceFrame;
  /** With `seesOffender` false it says nothing that follows from where the offender is. */
  readonly adviceFor: (incident: IncidentId, seesOffender: boolean) => Advice | null;
  /** Where help is needed; for the simulator's patrols, never for a console. */
  readonly targetOf: (incident: IncidentId) => LonLat | null;
  /** Incidents whose advice an operator may see: those where the place of the victim it is about is open to them. */
  readonly advisedFor: (operator: OperatorId) => readonly Advised[];
  readonly leasesOf: (operator: OperatorId) => readonly LeaseOpened[];
  readonly positions: (incident: IncidentId, operator: Operator) => Result<Positions, Refusal>;
  readonly accessLog: (
    operator: Operator,
    before: number | null,
    limit: number,
  ) => Result<readonly AccessRecord[], Refusal>;
  /** What an evidence package of an incident is made from. */
  readonly evidence: EvidenceDesk['evidence'];
  /** Records an export and signs its manifest. */
  readonly sealEvidence: EvidenceDesk['seal'];
  /** Puts a refused read on the access log. `what` is one of the server's own words, never the caller's. */
  readonly refuseRead: (operator: Operator | null, what: string) => void;
  /** Writes what is waiting; the store stays open, since whoever opened it closes it. */
  readonly close: () => void;
};

/** Named, since only names of errors go into the log. */
const lostKeys = (incidents: readonly IncidentId[]): Error =>
  Object.assign(new Error(`keys are missing: nothing precise is kept of ${incidents.join(', ')}`), {
    name: 'KeysLost',
  });

export const createMonitoring = (parts: MonitoringParts): Monitoring => {
  const { clock, mode, store, policy, setup } = parts;
  const { now } = clock;
  const started_ms = now();
  const register = createRegister(setup);
  const orderOf = register.orders.get.bind(register.orders);
  const units = new Map(setup.units.map(({ unit }) => [unit.id, unit]));
  const newLeaseId = (): LeaseId => LeaseId.parse(parts.newId('lease'));
  let signedIn: readonly Operator[] = [];

  const tracks = createTracks(policy);
  const told = createToldByDevices(policy);
  const unitFixes = createUnitFixes(setup.units, started_ms);
  const room = createPositionRoom(store);
  const commitments = createCommitments({ store, room, policy, now });
  const restored = createRestoreSettler(store, now);
  const settleLeases = createLeaseSettler({ signedIn: () => signedIn, mode, now, policy, newLeaseId });
  const settlers = [
    ...[restored.settle, createHoldSettler(now, policy), commitments.settle],
    ...[createDeletionSettler(store, now), settleLeases],
  ];
  const record = createRecord({ store, now, orderOf, settlers, onSettlerFailure: parts.onStoreFailure });
  const { world } = record;
  // Told before the lease desk below: a console knows the entry that grants a lease when the lease itself arrives.
  const outside = new Set<(entries: readonly Entry[]) => void>();
  const engine = createEngine({ ...parts, register, tracks, told, record, started_ms });
  const subjectUnder = (order: Order, person: PersonId) => tracks.subjectSince(person, order.validFrom_ms);
  const distances = createDistances({ orderOf, subjectUnder, policy });
  const intake = createIntake({
    ...{ register, tracks, engine, distances, record, room, store, policy, now },
    count: parts.count,
  });
  record.onEntries((entries) => {
    commitments.onEntries(entries);
    restored.onEntries(entries);
    for (const listener of outside) listener(entries);
  });
  const recent = (person: PersonId) => tracks.recent(person, now());
  const desk = createLeaseDesk({ record, orderOf, recent, world, now });
  const reading = createReading({ store, record, desk, room, orderOf, mode, now });
  const evidence = createEvidenceDesk({
    ...{ store, record, setup, orderOf, mode, policy, now, newLeaseId, heldBy: desk.heldBy },
    operators: parts.operators,
    commitPositions: commitments.commitNow,
    openSeals: store.sealed.seals.open,
  });
  const handles = createHandles(setup);
  const presence = createPresence({
    setup,
    handles,
    unitFixes,
    subjectSince: tracks.subjectSince,
    rulesOf: engine.rulesOf,
    policy,
  });
  const { streets } = parts;
  const adviser = createAdviser({
    ...{ world, orderOf, subjectUnder, units, unitFixes, streets, policy, now },
    places: setup.places,
  });
  const rankOf = (incident: IncidentId, unit: UnitId) => {
    const ranking = adviser.rankingFor(incident);
    const index = ranking.findIndex((ranked) => ranked.unitId === unit);
    const ranked = ranking[index];
    return ranked === undefined ? null : { rank: index + 1, eta_s: ranked.eta_s };
  };
  const places = new Map(setup.places.map((place) => [place.id, place]));
  const placeOf = places.get.bind(places);
  const { onStoreFailure } = parts;
  const mailbox = createMailbox({ record, open: store.sealed.seals.open, placeOf, now, onStoreFailure });
  const decideGuidance = createDecideGuidance({
    ...{ orderOf, visibleTo: desk.visibleTo, placeOf, seal: commitments.seal },
    wayTo: (order, person, place) => {
      const subject = subjectUnder(order, person);
      return subject === null ? null : wayTo(subject, place, now(), { streets, policy });
    },
    newGuidanceId: () => GuidanceId.parse(parts.newId('guide')),
  });
  const command = createCommands({
    ...{ record, store, mode, policy, now, orderOf, rankOf, newLeaseId, decideGuidance },
    knowsUnit: (id) => units.has(id),
    newHoldId: () => HoldId.parse(parts.newId('hold')),
    onStoreFailure: parts.onStoreFailure,
  });
  /** Store work that may fail without stopping the clock: what waits is written on the next tick. */
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (thrown) {
      parts.onStoreFailure(thrown);
      return null;
    }
  };

  /** False from a head that could not be stored on, until one could. */
  let canSign = true;
  const signHead = (): LogNews | null =>
    attempt(() => {
      canSign = false;
      const news = record.log.sign();
      canSign = true;
      return news;
    });

  const tick = createTick({
    register,
    engine,
    distances,
    commitments,
    room,
    intake,
    tracks,
    store,
    world,
    now,
    attempt,
    onStoreFailure,
  });

  attempt(() => forgetDeleted(store, record, started_ms));
  // Said once, loudly; alerts, distances and commands of these incidents go on.
  const lost = attempt(store.sealed.lost) ?? [];
  if (lost.length > 0) parts.onStoreFailure(lostKeys(lost));

  return {
    ingestFix: (person, fix, receivedAt_ms) => intake.fixes(person, [fix], receivedAt_ms)[0] ?? { accepted: true },
    ingestFixes: intake.fixes,
    ingestSigns: (person, signs, receivedAt_ms) => engine.onSigns(person, signs, receivedAt_ms),
    ingestUnitFix: unitFixes.put,
    startOver: (person) => {
      tracks.startOver(person);
      told.startOver(person);
    },
    deviceEvent: (person, kind, at_ms) =>
      engine.onAlarms([{ kind, person, at_ms, stamp: null }], now())[0] ?? err('no-order'),
    sos: (person, at_ms, stamp = null) =>
      engine.onAlarms([{ kind: 'sos', person, at_ms, stamp }], now())[0] ?? err('no-order'),
    alarms: (alarms) => engine.onAlarms(alarms, now()),
    hasPlace: (person) => tracks.subject(person) !== null,
    mailbox,
    tick: () => {
      const whole = tick(Number.POSITIVE_INFINITY);
      while (whole.next().done !== true);
    },
    tickInPieces: () => tick(ORDERS_AT_ONCE),
    command,
    signHead,
    headSince: (since) => (canSign ? ok(record.log.news(since)) : err({ reason: 'store-failed' })),
    world,
    entriesSince: record.since,
    onEntries: (listener) => {
      outside.add(listener);
      return () => outside.delete(listener);
    },
    onLease: desk.onLease,
    setSignedIn: (operators) => {
      signedIn = operators;
      attempt(() => record.write(() => undefined));
    },
    directory: () => directoryOf(setup, handles, parts),
    presenceFor: (operator, frame) => presence(desk.visibleTo(operator), frame, now()),
    adviceFor: adviser.adviceFor,
    targetOf: adviser.targetOf,
    advisedFor: (operator) => {
      const visible = desk.visibleTo(operator);
      const sees = (person: PersonId | null): boolean => person !== null && visible.has(person);
      return desk
        .advisedFor(operator)
        .filter((incidentId) => sees(adviser.victimOf(incidentId)))
        .map((incidentId) => ({ incidentId, seesOffender: sees(adviser.offenderOf(incidentId)) }));
    },
    leasesOf: desk.openedFor,
    refuseRead: reading.refuse,
    positions: reading.positions,
    evidence: evidence.evidence,
    sealEvidence: evidence.seal,
    accessLog: reading.accessLog,
    close: () => {
      attempt(() => room.flush(room.unwritten()));
      attempt(() => intake.keepLastFixes(intake.lastFixesDue(true)));
      attempt(() => record.log.sign());
    },
  };
};
