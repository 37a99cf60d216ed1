import type { IncidentId, UnitId } from '../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../shared/domain/incidents/commands.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld, isRunning, unitState } from '../../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../../shared/domain/operators.ts';
import { Advice, serverCalls } from '../../../../shared/protocol/messages.ts';
import type { ServerCallResult } from '../../../../shared/protocol/messages.ts';
import type { TestConsole } from '../console.ts';

/** One chair of the day: what its operator does each time it is their turn, from what their own console has heard. */
export type Chair = (now_ms: number) => Promise<void>;

type Ask = (body: CommandBody, now_ms: number) => Promise<ServerCallResult<'command'>>;

/** A chair's view of the record, and its hand. Signs in again whenever the session is over, as at the change of shift. */
const seat = (console: TestConsole, operator: Operator) => {
  let world: World = emptyWorld;
  let folded = 0;
  let signedIn = false;
  let asked = 0;
  console.socket.on('sessionEnded', () => {
    signedIn = false;
  });
  const signIn = async (): Promise<void> => {
    await console.signIn(operator.id, 'any');
    signedIn = true;
    for (;;) {
      const page = await console.call('catchUp', { since: world.head });
      if (!page.ok || page.value.entries.length === 0) break;
      world = foldEntries(world, page.value.entries);
    }
    await console.call('directory', null);
  };
  const ask: Ask = (body, now_ms) => {
    asked += 1;
    const command = { id: `${operator.id}-${asked}`, issuedAt_ms: now_ms, body };
    return console.call('command', serverCalls.command.args.parse(command));
  };
  return {
    ask,
    signInAgain: signIn,
    signOut: async () => {
      await console.call('signOut', null);
      signedIn = false;
    },
    /** The world as this console knows it now. */
    look: async (): Promise<World> => {
      if (!signedIn) await signIn();
      world = foldEntries(world, console.entries.slice(folded));
      folded = console.entries.length;
      return world;
    },
  };
};

const since = (now_ms: number, at_ms: number | null): number =>
  at_ms === null ? Number.NEGATIVE_INFINITY : (now_ms - at_ms) / 1000;
const cleared = (incident: Incident): boolean =>
  [...incident.alerts.values()].every(
    ({ clearedAt_ms, state }) => clearedAt_ms !== null || state.rule.type !== 'proximity',
  );

/** Seconds after which the day's desks do things. */
const PACE = {
  acknowledge: 20,
  assign: 40,
  guide: 50,
  glass: 60,
  resolve: 700,
  giveUp: 1500,
  away: 300,
  back: 60,
  review: 360,
};

/** The victim who is open to a console in an incident, and the best place it was advised to lead them to. */
const wayOut = (console: TestConsole, incidentId: IncidentId) => {
  const lease = console.leases.findLast((opened) => opened.lease.incidentId === incidentId);
  const victim = lease?.lease.subjects.find((id) => id.startsWith('V-'));
  const advice = console.advice.map((one) => Advice.parse(one)).findLast((one) => one.incidentId === incidentId);
  const placeId = advice?.escape[0]?.placeId;
  return victim === undefined || placeId === undefined ? null : { victim, placeId };
};

/**
 * Answers everything: acknowledges, sends a patrol, leads the victim to safety, resolves; breaks the glass of the first warning; goes away once in the middle of a
 * breach, which sounds again for that, and comes back; later signs in a second time.
 */
export const workingDispatcher = (console: TestConsole, operator: Operator, units: readonly UnitId[]): Chair => {
  const { ask, signOut, signInAgain, look } = seat(console, operator);
  let glass = false;
  let again = false;
  let leftAt_ms: number | null = null;
  return async (now_ms) => {
    if (leftAt_ms !== null && since(now_ms, leftAt_ms) < PACE.back) return;
    const world = await look();
    for (const incident of [...world.incidents.values()].filter(isRunning)) {
      const { id: incidentId, times, code } = incident;
      if (
        leftAt_ms === null &&
        code <= 1 &&
        incident.workers.includes(operator.id) &&
        since(now_ms, times.raisedAt_ms) > PACE.away
      ) {
        leftAt_ms = now_ms;
        await signOut();
        return;
      }
      if (!glass && code === 2 && since(now_ms, times.raisedAt_ms) >= PACE.glass)
        glass = (await ask({ kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' }, now_ms)).ok;
      if (incident.unacknowledged) {
        if (since(now_ms, incident.soundedAt_ms) >= PACE.acknowledge)
          await ask({ kind: 'incident.acknowledge', incidentId }, now_ms);
        continue;
      }
      // A session that takes the place of another takes its leases too; what nobody left alone does not sound again for it.
      if (!again && leftAt_ms !== null && code <= 1 && incident.workers.includes(operator.id)) {
        again = true;
        await signInAgain();
      }
      const free = units.find((id) => ['available', 'clear'].includes(unitState(world, id).status));
      if (
        code <= 1 &&
        incident.units.length === 0 &&
        free !== undefined &&
        since(now_ms, times.acknowledgedAt_ms) >= PACE.assign
      )
        await ask({ kind: 'unit.assign', incidentId, unitId: free }, now_ms);
      const out = incident.guidance.size === 0 && code <= 1 ? wayOut(console, incidentId) : null;
      if (out !== null && since(now_ms, times.acknowledgedAt_ms) >= PACE.guide) {
        const { victim, placeId } = out;
        await ask({ kind: 'guidance.send', incidentId, victim, message: { type: 'place', placeId } }, now_ms);
        const message = { type: 'text', text: '그곳에서 기다려 주세요' } as const;
        await ask({ kind: 'guidance.send', incidentId, victim, message }, now_ms);
      }
      const age_s = since(now_ms, times.raisedAt_ms);
      if (age_s > PACE.giveUp || (age_s > PACE.resolve && cleared(incident)))
        await ask(
          { kind: 'incident.resolve', incidentId, outcome: 'offender-separated', cause: null, despiteClosing: true },
          now_ms,
        );
    }
  };
};

const LONG = 'x'.repeat(5000);
/** Arguments that fit no call. */
const JUNK: readonly unknown[] = [
  true,
  7,
  'text',
  [],
  {},
  { incidentId: '../..' },
  { incidentId: 'inc-1', extra: 1 },
  { since: -1 },
  { since: 'all' },
  { before: 0, limit: 9999 },
  { id: 'x', issuedAt_ms: 0, body: { kind: 'lease.grant' } },
  LONG,
];
const STRANGE = ['lease.grant', 'subscribe', 'join', '__proto__', 'presence', 'entries', 'leaseOpened'] as const;

/** Calls everything with everything wrong, and events nobody knows. */
const callWrongly = async (console: TestConsole): Promise<void> => {
  for (const name of Object.keys(serverCalls))
    for (const junk of JUNK) await console.socket.timeout(5000).emitWithAck(name, junk);
  for (const name of STRANGE) console.socket.emit(name, { incidentId: 'inc-1', subjects: ['V-warn'] });
};

/** Answers nothing, and asks for whatever is not theirs to see. */
export const idleDispatcher = (console: TestConsole, operator: Operator): Chair => {
  const { ask, look } = seat(console, operator);
  const tried = new Set<IncidentId>();
  return async (now_ms) => {
    const world = await look();
    for (const { id: incidentId, unacknowledged, times } of world.incidents.values()) {
      // While it rings the idle desk may see as well; once somebody else has answered, no longer.
      if (tried.has(incidentId) || unacknowledged || times.acknowledgedAt_ms === null) continue;
      if (tried.size === 1) await callWrongly(console);
      tried.add(incidentId);
      await console.call('positions', { incidentId });
      await ask({ kind: 'lease.review', incidentId, reason: '가상의 사유' }, now_ms);
      await console.call('accessLog', { before: null, limit: 500 });
    }
  };
};

/** Reviews what is resolved: refused without a lease, reads under one, lets it run out, is refused again, closes. */
export const reviewingSupervisor = (console: TestConsole, operator: Operator): Chair => {
  const { ask, look } = seat(console, operator);
  const steps = new Map<IncidentId, 'reading' | 'closed'>();
  return async (now_ms) => {
    const world = await look();
    for (const { id: incidentId, times, status } of world.incidents.values()) {
      if (status !== 'resolved' || since(now_ms, times.resolvedAt_ms) < PACE.review) continue;
      const step = steps.get(incidentId);
      if (step === undefined) {
        await console.call('positions', { incidentId });
        await ask({ kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' }, now_ms);
        await ask({ kind: 'lease.review', incidentId, reason: '가상의 검토' }, now_ms);
        await console.call('positions', { incidentId });
        steps.set(incidentId, 'reading');
      } else if (
        step === 'reading' &&
        !console.leases.some(({ lease }) => lease.incidentId === incidentId && !console.endedLeases.includes(lease.id))
      ) {
        await console.call('positions', { incidentId });
        await ask({ kind: 'incident.close', incidentId, review: '가상의 검토 끝', caseFollows: false }, now_ms);
        await console.call('positions', { incidentId });
        steps.set(incidentId, 'closed');
      }
    }
  };
};

/** Reads of a console at which nobody has signed in. */
export const askUnsigned = async (console: TestConsole, incidentId: IncidentId): Promise<void> => {
  await console.call('positions', { incidentId });
  await console.call('catchUp', { since: 0 });
  await console.call('directory', null);
  await console.call('accessLog', { before: null, limit: 500 });
};
