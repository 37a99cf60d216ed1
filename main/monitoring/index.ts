import { GuidanceId, HoldId, LeaseId } from '../../shared/domain/ids.ts';
import type { IncidentId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import type { Order } from '../../shared/domain/orders.ts';
import type { Mode, Operator } from '../../shared/domain/operators.ts';
import type { Playbook } from '../../shared/domain/playbooks.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { LogNews } from '../../shared/protocol/messages.ts';
import type { Monitoring } from './ports/monitoring.ts';
import { createAdviser } from './advice/advice.ts';
import type { Clock } from './time/clock.ts';
import { createEvidenceDesk } from './evidence/evidence.ts';
import { directoryOf } from './feed/directory.ts';
import { createHandles } from './feed/handles.ts';
import { createPresence } from './feed/presence.ts';
import { wayTo } from './advice/escapes.ts';
import type { MeasureWait } from './metrics/waits.ts';
import { createMailbox } from './guidance/mailbox.ts';
import { createDecideGuidance } from './guidance/send.ts';
import { createCommands } from './incidents/commands.ts';
import { createCommitments } from './incidents/commitments.ts';
import { createDeletionSettler, createHoldSettler } from './incidents/deletion.ts';
import { createDistances } from './incidents/distances.ts';
import { createPositionRoom } from './incidents/positions.ts';
import { createRecord } from './incidents/record.ts';
import { createRestoreSettler, forgetDeleted } from './incidents/restored.ts';
import { createIntake } from './doors/intake.ts';
import { createLeaseDesk } from './leases/desk.ts';
import { createReading } from './leases/reading.ts';
import { createLeaseSettler } from './leases/settle.ts';
import { createEngine } from './rules/engine.ts';
import { createRegister } from './register/register.ts';
import type { Setup } from './register/setup.ts';
import type { Store } from './store/sqlite/store.ts';
import type { Streets } from './streets/streets.ts';
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
  /** Measures how long alarms that the store refused are owed. */
  readonly measureOwed?: MeasureWait;
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
      const now_ms = now();
      engine.tick(now_ms, (batch) => {
        // Neither may take along what the rules have found.
        for (const part of [() => distances.log(batch, now_ms), () => commitments.commitDue(batch)]) {
          const thrown = batch.attempt(part);
          if (thrown !== null) parts.onStoreFailure(thrown);
        }
      });
      attempt(() => room.flush());
      attempt(() => store.finishDestruction());
      attempt(() => intake.keepLastFixes(false));
      tracks.expire(now_ms);
    },
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
      attempt(() => room.flush());
      attempt(() => intake.keepLastFixes(true));
      attempt(() => record.log.sign());
    },
  };
};
