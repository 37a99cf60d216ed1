import type { PersonId } from '../../shared/domain/ids.ts';
import { canAnswer } from '../../shared/domain/incidents/attendance.ts';
import { isRunning } from '../../shared/domain/incidents/state.ts';
import { createAdviser } from './advice/advice.ts';
import { createAdvisedFor } from './advice/audience.ts';
import { createWayTo } from './advice/escapes.ts';
import { createEntrance } from './doors/entrance.ts';
import { createIntake } from './doors/intake.ts';
import { createEvidenceDesk } from './evidence/evidence.ts';
import { mayMonitor } from './feed/desk.ts';
import { directoryOf } from './feed/directory.ts';
import { createHandles } from './feed/handles.ts';
import { createPresence } from './feed/presence.ts';
import { unmeasured } from './metrics/waits.ts';
import { createMailbox } from './guidance/mailbox.ts';
import { createDecideGuidance } from './guidance/send.ts';
import { createLedFor, createWays } from './guidance/ways.ts';
import { createClockFaults } from './incidents/clockFaults.ts';
import { createCommands } from './incidents/commands.ts';
import { createCommitments } from './incidents/commitments.ts';
import { createDeletionSettler, createHoldSettler } from './incidents/deletion.ts';
import { createDistances } from './incidents/distances.ts';
import type { Distances } from './incidents/distances.ts';
import { createEscalation } from './incidents/escalation.ts';
import { createLeftDesks } from './incidents/leftDesks.ts';
import { createHeads } from './incidents/heads.ts';
import { createNewIds } from './incidents/newIds.ts';
import { createOutliving } from './incidents/outliving.ts';
import { createOutageSettler, createOutageTelling } from './incidents/outages.ts';
import { createPositionRoom } from './incidents/positions.ts';
import { createPatrolReports } from './incidents/patrolReports.ts';
import { createRecord } from './incidents/record.ts';
import { createRelay } from './incidents/relay.ts';
import { createForgetting, createRestoreSettler, tellLostKeys } from './incidents/restored.ts';
import { createShelvingSettler } from './incidents/shelving.ts';
import { createLeaseDesk } from './leases/desk.ts';
import { createHandedInLeases } from './leases/handedIn.ts';
import { createReading } from './leases/reading.ts';
import { createLeaseSettler } from './leases/settle.ts';
import { createTrueLengths } from './leases/trueLengths.ts';
import { createSpilled } from './leases/spilled.ts';
import { createSetSignedIn, createSignedIn } from './leases/signedIn.ts';
import type { MonitoringParts } from './parts.ts';
import { noBulkhead } from './ports/bulkheads.ts';
import { noSpill } from './ports/spill.ts';
import type { Monitoring } from './ports/monitoring.ts';
import { createRegister } from './register/register.ts';
import { createEngine } from './rules/engine.ts';
import { createOutageWatch } from './rules/outages.ts';
import { atOnce, createTick, INCIDENTS_AN_ORDER, inPieces, LAST_FIXES_AN_ORDER, ORDERS_AT_ONCE } from './rules/tick.ts';
import type { Outcome } from './ports/record.ts';
import { createSentPatrols } from './tracks/sentPatrols.ts';
import { createToldByDevices } from './tracks/told.ts';
import { createTracks } from './tracks/tracks.ts';
import { createUnitFixes } from './tracks/units.ts';

/** With so many entries kept in memory no further distances are logged; alarms, commands and leases always are. Some 20 MB. */
const KEPT_WITH_DISTANCES = 20_000;

/** How the rooms of the server hang together, in the order in which they are told of what is recorded. */
export const createMonitoring = (parts: MonitoringParts): Monitoring => {
  const { mode, newId, store, commits, policy, setup, streets, operators, onStoreFailure, onOrderFailure, count } =
    parts;
  const { now } = parts.clock;
  const { bulkhead = noBulkhead, spill = noSpill, judged = null } = parts;
  const elapsed_ms = parts.elapsed_ms ?? now;
  const started_ms = now();
  const tellFailure = (outcome: Outcome): void => {
    if (!outcome.ok) onStoreFailure(outcome.error);
  };
  const newIds = createNewIds(newId);
  const register = createRegister(setup);
  const { orderOf, placeOf, units } = register;

  // What people and patrols were heard to do.
  const tracks = createTracks(policy);
  const { subjectUnder } = tracks;
  const told = createToldByDevices(policy);
  const unitFixes = createUnitFixes(setup.units, started_ms);

  // The record, and what follows by itself from what is added to it.
  const room = createPositionRoom(store, commits, count);
  const commitments = createCommitments({ store, room, policy, now, bulkhead, onStoreFailure });
  const forgetting = createForgetting(store, commits, now);
  const restored = createRestoreSettler(store, now, forgetting.isDone);
  const ways = createWays({
    open: store.sealed.seals.open,
    placeOf,
    recent: (person) => tracks.recent(person, now()),
    readPositions: room.read,
    policy,
    now,
    bulkhead,
  });
  const signedIn = createSignedIn();
  const leftDesks = createLeftDesks(now, policy, bulkhead);
  // A supervisor is rung where it is passed on, and not before.
  const dispatchers = operators.filter((one) => one.role !== 'supervisor' && mayMonitor(one, mode));
  const canBeAnswered = (): boolean => dispatchers.some(({ id }) => canAnswer(leftDesks.deskOf(id)));
  const escalation = createEscalation({ now, policy, canBeAnswered, bulkhead });
  const record = createRecord({
    store,
    commits,
    now,
    orderOf,
    settlers: [
      restored.settle,
      createHoldSettler(now, policy, bulkhead),
      ways.settle,
      commitments.settle,
      createDeletionSettler(store, room, now, bulkhead),
      createShelvingSettler(now, bulkhead),
      leftDesks.settle,
      escalation.settle,
      createOutageSettler({ now, policy, canBeAnswered }),
      createLeaseSettler({ signedIn: signedIn.current, mode, now, policy, bulkhead, newLeaseId: newIds.lease }),
    ],
    onSettlerFailure: onStoreFailure,
    onStoreFailure,
    elapsed_ms,
    policy,
    spill,
  });
  const { world } = record;
  const spilled = createSpilled({
    ...{ spill, store, commits, record, bulkhead, started_ms, elapsed_ms, onStoreFailure },
  });
  record.onProvisional(({ entries }) => {
    if (entries.length === 0) spilled.written();
  });
  const outages = createOutageWatch({
    register,
    subjectOf: tracks.subject,
    policy,
    started_ms,
    before: world().outages,
    newOutageId: newIds.outage,
  });
  record.addFirst(createOutageTelling({ watch: outages, now, policy, onFailure: onStoreFailure }));
  judged?.startAfter(record.recordedAt_ms());
  if (judged !== null) record.addFirst(createTrueLengths({ clock: judged, inherited: record.leases().active }));
  const clockFaults = createClockFaults(judged);
  const forget = (done: (outcome: Outcome) => void): void => forgetting.finish(record.incident, done);
  const heads = createHeads(record.log, onStoreFailure);

  // Where devices come in.
  const lastFixes = store.lastFixes.all();
  const engine = createEngine({
    register,
    tracks,
    told,
    outages,
    record,
    policy,
    now,
    started_ms,
    lastFixes,
    newId,
    newIncidentId: newIds.incident,
    onOrderFailure,
    bulkhead,
    onStoreFailure,
    measureOwed: parts.measureOwed ?? unmeasured,
    measureFound: parts.measureFound ?? unmeasured,
  });
  const distances = createDistances({ orderOf, subjectUnder, policy });
  const outliving = createOutliving({
    orderOf,
    subjectUnder,
    unitFixes,
    policy,
    now,
    newIncidentId: newIds.incident,
  });
  const intake = createIntake({
    register,
    tracks,
    engine,
    distances,
    record,
    room,
    lastFixes,
    commits,
    policy,
    now,
    bulkhead,
    count,
  });
  const sentPatrols = createSentPatrols({ world, orderOf, subjectUnder, policy, now });
  const entrance = createEntrance({
    intake,
    engine,
    tracks,
    told,
    unitFixes,
    sentPatrols,
    reportStep: createPatrolReports({ record, now, onStoreFailure }),
    now,
  });
  record.onEntries(commitments.onEntries);
  record.onEntries(restored.onEntries);
  record.onEntries(ways.onEntries);
  const relay = createRelay(record, bulkhead);

  // Who may see what.
  const recent = (person: PersonId) => tracks.recent(person, now());
  const leases = createLeaseDesk({ record, orderOf, recent, world, now, bulkhead });
  const reading = createReading({ store, commits, record, desk: leases, room, orderOf, mode, now, onStoreFailure });
  const evidence = createEvidenceDesk({
    store,
    commits,
    record,
    setup,
    operators,
    orderOf,
    heldBy: leases.heldBy,
    mode,
    policy,
    now,
    newLeaseId: newIds.lease,
    commitPositions: commitments.commitNow,
    openSeals: store.sealed.seals.open,
    onStoreFailure,
  });
  const handles = createHandles(setup);
  const presenceFor = createPresence({
    setup,
    handles,
    unitFixes,
    sentPatrols,
    subjectSince: tracks.subjectSince,
    rulesOf: engine.rulesOf,
    visibleTo: leases.visibleTo,
    policy,
    now,
    bulkhead,
  });

  // What helps: patrols, ways to safety, guidance.
  const { places } = setup;
  const adviser = createAdviser({
    ...{ world, orderOf, subjectUnder, units, unitFixes, places, streets, policy, now, bulkhead },
  });
  const mailbox = createMailbox({
    record,
    wayOf: ways.of,
    placeOf,
    personOf: (id) => register.people.get(id),
    now,
    onStoreFailure,
  });
  const decideGuidance = createDecideGuidance({
    orderOf,
    visibleTo: leases.visibleTo,
    placeOf,
    wayTo: createWayTo({ subjectUnder, streets, policy, now }),
    seal: commitments.seal,
    hasKey: store.sealed.hasKey,
    newGuidanceId: newIds.guidance,
    ways,
  });
  const command = createCommands({
    record,
    mode,
    policy,
    now,
    orderOf,
    knowsUnit: (id) => units.has(id),
    rankOf: adviser.rankOf,
    isClosing: outliving.isClosing,
    attendanceOf: leftDesks.attendanceOf,
    newHoldId: newIds.hold,
    newLeaseId: newIds.lease,
    decideGuidance,
    onStoreFailure,
    onCommandFailure: parts.onCommandFailure,
  });

  /** Distances tell a desk nothing new: of all that is kept while the record takes nothing, they alone are as many as time passes. */
  const logDistances: Distances['log'] = (batch, incidents, now_ms) => {
    if (record.keptCount() < KEPT_WITH_DISTANCES) distances.log(batch, incidents, now_ms);
    else count('distance-unlogged');
  };
  const tick = createTick({
    look: record.look,
    orders: [...register.orders.values()],
    incidentsOf: (order) => world().byOrder.get(order) ?? [],
    strays: () => [...world().byOrder.keys()].filter((id) => !register.orders.has(id)),
    now,
    engine,
    inBatch: [
      { name: 'clock faults', add: clockFaults },
      { name: 'outliving', add: outliving.ring },
      { name: 'distances', add: logDistances },
      { name: 'commitments', add: commitments.commitDue },
    ],
    afterwards: [
      {
        name: 'positions',
        // What has gathered is handed over whole: not again each second to a store that takes nothing.
        chore: inPieces(() => (record.isKeeping() ? [] : room.unwritten()), room.flush, INCIDENTS_AN_ORDER),
      },
      {
        name: 'destruction',
        chore: atOnce((done) => commits.add({ prepare: () => ({ isDestructionDue: true }), done })),
      },
      { name: 'forgetting', chore: atOnce(forget) },
      { name: 'last fixes', chore: inPieces(intake.someLastFixes, intake.keepLastFixes, LAST_FIXES_AN_ORDER) },
    ],
    expire: (now_ms) => tracks.expire(now_ms, bulkhead),
    onStoreFailure,
    bulkhead,
  });
  room.needKeys([...world().incidents.values()].filter(isRunning).map(({ id }) => id));
  forget(tellFailure);
  tellLostKeys(store, onStoreFailure);

  return {
    ingestFix: entrance.ingestFix,
    ingestFixes: entrance.ingestFixes,
    ingestSigns: entrance.ingestSigns,
    ingestUnitFix: entrance.ingestUnitFix,
    reportStep: entrance.reportStep,
    startOver: entrance.startOver,
    deviceEvent: entrance.deviceEvent,
    sos: entrance.sos,
    alarms: entrance.alarms,
    hasPlace: entrance.hasPlace,
    settle: engine.settle,
    mailbox,
    tick: () => {
      const whole = tick(Number.POSITIVE_INFINITY);
      while (whole.next().done !== true);
    },
    tickInPieces: () => tick(ORDERS_AT_ONCE),
    command,
    signHead: heads.sign,
    headSince: heads.since,
    world,
    recordHead: record.head,
    provisional: record.provisional,
    provisionalCount: record.keptCount,
    onProvisional: relay.onProvisional,
    look: record.look,
    lookAtSpill: spilled.look,
    entriesSince: record.since,
    onEntries: relay.onEntries,
    onLease: leases.onLease,
    setSignedIn: createSetSignedIn(signedIn, record, onStoreFailure),
    setDesks: (deskOf) => {
      leftDesks.desksChanged(deskOf, world());
      escalation.desksChanged(world());
      record.write(() => null, tellFailure);
    },
    directory: () => directoryOf(setup, handles, parts, bulkhead),
    presenceFor,
    adviceFor: adviser.adviceFor,
    ledFor: createLedFor({ ways, world, visibleTo: leases.visibleTo }),
    targetOf: adviser.targetOf,
    advisedFor: createAdvisedFor(leases, adviser),
    leasesOf: leases.openedFor,
    positions: reading.positions,
    accessLog: reading.accessLog,
    evidence: evidence.evidence,
    sealEvidence: evidence.seal,
    provisionalAccess: createHandedInLeases({ store, commits, record, now, onStoreFailure }),
    refuseRead: reading.refuse,
    close: () => {
      engine.writeWaiting();
      record.finish();
      room.flush(room.unwritten(), tellFailure);
      intake.keepLastFixes(intake.allLastFixes(), tellFailure);
      record.log.sign((signed) => {
        if (!signed.ok) onStoreFailure(signed.error);
      });
      return commits.idle();
    },
  };
};
