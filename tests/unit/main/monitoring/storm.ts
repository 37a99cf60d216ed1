import fc from 'fast-check';
import type { AlarmAnswer } from '../../../../main/monitoring/ports/devices.ts';
import type { Commanded } from '../../../../main/monitoring/ports/desks.ts';
import type { CommandBody } from '../../../../shared/domain/incidents/commands.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { Fix } from '../../../../shared/domain/fixes.ts';
import { CommandId, ConsoleId, DeviceId, OrderId, PersonId } from '../../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { Provisional } from '../../../../shared/protocol/messages.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../../shared/domain/operators.ts';
import { secretFrom } from '../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../main/monitoring/store/sqlite/store.ts';
import type { Setup } from '../../../../main/monitoring/register/setup.ts';
import { d1, d2, fixAt, HOME, O, setup, startWatch, supervisor, V } from './watch.ts';
import type { Watch } from './watch.ts';
import { slowStore } from '../../../builders/slowStore.ts';
import type { SlowStore } from '../../../builders/slowStore.ts';

/** A second order: another offender, the same victim, whose button concerns both. */
const O2 = PersonId.parse('O2-test');
const ORDER2 = OrderId.parse('order-test-2');
const twoOrders: Setup = {
  ...setup,
  people: [
    ...setup.people,
    { id: O2, role: 'offender', name: '가명 O2', deviceId: DeviceId.parse('device-O2'), interval_s: 1 },
  ],
  orders: setup.orders.flatMap((order) => [order, { ...order, id: ORDER2, number: '모의-2', offender: O2 }]),
};
const OFFENDERS = [O, O2] as const;
const OPERATORS = [d1, d2, supervisor] as const;

/** A command without its incident. */
const COMMANDS = ['note', 'acknowledge', 'resolve', 'break-glass', 'close', 'next'] as const;
const asksOf = (commands: readonly (typeof COMMANDS)[number][]) => fc.constantFrom(...commands);

const nat = (max: number) => fc.nat({ max });
const one = <K extends string, T extends object>(kind: K, rest: { readonly [P in keyof T]: fc.Arbitrary<T[P]> }) =>
  fc.record({ kind: fc.constant(kind), ...rest }) as fc.Arbitrary<{ readonly kind: K } & T>; // the record of both

/** What happens to a server and, between that, to its disk: people who move, or desks and buttons that are busy. */
const weighted = (
  weights: { readonly moving: number; readonly asking: number },
  commands: readonly (typeof COMMANDS)[number][],
) =>
  fc.oneof(
    { weight: 2 + weights.moving, arbitrary: one('tick', { seconds: fc.integer({ min: 1, max: 8 }) }) },
    {
      weight: weights.moving,
      arbitrary: one('head for', { who: nat(1), metres: fc.constantFrom(10, 60, 400, 800, 1500, 5000) }),
    },
    { weight: 1 + weights.moving, arbitrary: one('report', { who: nat(2), isLateFirst: fc.boolean() }) },
    { weight: 4, arbitrary: one('press', { isAgain: fc.boolean() }) },
    { weight: 2, arbitrary: one('tamper', { who: nat(2) }) },
    {
      weight: 4 + 3 * weights.asking,
      arbitrary: one('ask', { what: asksOf(commands), incident: nat(2), who: nat(2), isAgain: fc.boolean() }),
    },
    { weight: 3, arbitrary: one('sign in', { who: fc.subarray([0, 1, 2]) }) },
    { weight: 1, arbitrary: one('sign a head', {}) },
    {
      weight: 16,
      arbitrary: one('answer', {
        isRefused: fc.constantFrom(false, false, true),
        times: fc.integer({ min: 1, max: 4 }),
      }),
    },
  );
/** Nothing that is asked changes what the rules find. */
export const aMove = weighted({ moving: 9, asking: 0 }, ['note', 'acknowledge']);
export const aBusyMoment = weighted({ moving: 1, asking: 4 }, [...COMMANDS, 'next', 'next', 'next', 'next', 'next']);
export type StormEvent = typeof aMove extends fc.Arbitrary<infer T> ? T : never;

/** What desks are told of the record, in the order in which they are told. */
type Told = { readonly entries: readonly Entry[] } | { readonly provisional: Provisional };

export type Storm = {
  readonly told: readonly Told[];
  readonly watch: Watch;
  readonly disk: SlowStore;
  /** Answers to each time a command was handed over, by its id. */
  readonly commands: ReadonlyMap<string, readonly (readonly Commanded[])[]>;
  /** Answers to each time an alarm was handed over. */
  readonly alarms: readonly (readonly (readonly AlarmAnswer[])[])[];
  /** Who was signed in at the end. */
  readonly signedIn: readonly Operator[];
  /** How many alarms there were, sent again or not. */
  readonly presses: number;
  /** Of each order. */
  readonly tampers: readonly number[];
};

type Work = Exclude<(typeof COMMANDS)[number], 'next'>;

/** What a desk would do next with an incident, and whose desk that is. */
const nextOf = ({ status }: Incident): readonly [Work, Operator] => {
  if (status === 'raised') return ['acknowledge', d1];
  if (status === 'resolved') return ['close', supervisor];
  return status === 'closed' ? ['note', d1] : ['resolve', d1];
};

const bodyOf = (what: Work, incidentId: IncidentId, text: string): CommandBody => {
  switch (what) {
    case 'note':
      return { kind: 'note.add', incidentId, text };
    case 'acknowledge':
      return { kind: 'incident.acknowledge', incidentId };
    case 'resolve':
      return { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true };
    case 'close':
      return { kind: 'incident.close', incidentId, review: '가상', caseFollows: false };
    case 'break-glass':
      return { kind: 'lease.breakGlass', incidentId, reason: '가상의 이유' };
    default:
      return what satisfies never;
  }
};

/** The fastest that anybody moves: below what makes a fix implausible. */
const TRAIN_MPS = 60;
const END_S = 12;

/** Plays events over a disk that answers when they say so, or at once with `isQuick`, and then some seconds over one that answers at once. */
export const playStorm = (events: readonly StormEvent[], isQuick: boolean): Storm => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const disk = slowStore(store);
  const watch = startWatch({ store, commits: disk.commits, setup: twoOrders });
  if (isQuick) disk.quick();
  const { monitoring } = watch;
  const told: Told[] = [];
  monitoring.onEntries((entries) => told.push({ entries }));
  monitoring.onProvisional((provisional) => told.push({ provisional }));
  const commands = new Map<string, Commanded[][]>();
  const alarms: AlarmAnswer[][][] = [];
  const metres = [5000, 5000];
  const goals = [5000, 5000];
  /** Where each was, a fix a second, that their device has not reported yet: both offenders and the victim. */
  const unreported: Fix[][] = [[], [], []];
  let presses = 0;
  let pressedAt_ms = Number.NEGATIVE_INFINITY;
  const tampers = [0, 0];
  let tampered = 0;
  let asked = 0;
  let signedIn: readonly Operator[] = [];

  const second = (): void => {
    watch.wait(1);
    for (const n of OFFENDERS.keys()) {
      const way_m = (goals[n] ?? 0) - (metres[n] ?? 0);
      metres[n] = (metres[n] ?? 0) + Math.sign(way_m) * Math.min(TRAIN_MPS, Math.abs(way_m));
      unreported[n]?.push(fixAt(destination(HOME, 90 * n, metres[n] ?? 0), watch.now()));
    }
    unreported[2]?.push(fixAt(HOME, watch.now()));
    monitoring.tick();
  };
  const report = (who: number, isLateFirst: boolean): void => {
    const fixes = unreported[who]?.splice(0) ?? [];
    const half = Math.ceil(fixes.length / 2);
    const parts = isLateFirst ? [fixes.slice(half), fixes.slice(0, half)] : [fixes];
    for (const part of parts)
      if (part.length > 0) monitoring.ingestFixes([...OFFENDERS, V][who] ?? V, part, watch.now());
  };
  const alarm = (kind: 'sos' | 'strap-tamper', person: PersonId, stamp: string): void => {
    const answers: AlarmAnswer[][] = [];
    alarms.push(answers);
    monitoring.alarms([{ kind, person, at_ms: watch.now(), stamp }], (all) => answers.push([...all]));
  };
  const ask = (event: Extract<StormEvent, { kind: 'ask' }>): void => {
    const id = `c${event.isAgain && asked > 0 ? asked : (asked += 1)}`;
    // The newest first: those are worked on.
    const incident = [...monitoring.world().incidents.values()].at(-1 - event.incident);
    if (incident === undefined) return;
    const [next, nextBy] = nextOf(incident);
    const body = bodyOf(event.what === 'next' ? next : event.what, incident.id, id);
    const who = event.what === 'next' ? nextBy : (OPERATORS[event.who] ?? d1);
    const answers: Commanded[] = [];
    commands.set(id, [...(commands.get(id) ?? []), answers]);
    monitoring.command(
      {
        command: { id: CommandId.parse(id), issuedAt_ms: watch.now(), body },
        actor: { type: 'operator', operatorId: who.id, role: who.role, consoleId: ConsoleId.parse('console-1') },
      },
      (answer) => answers.push(answer),
    );
  };
  const happen = (event: StormEvent): void => {
    switch (event.kind) {
      case 'tick':
        for (let s = 0; s < event.seconds; s += 1) second();
        return;
      case 'head for':
        goals[event.who] = event.metres;
        return;
      case 'report':
        return report(event.who, event.isLateFirst);
      case 'press':
        // A phone repeats a press until it is answered, within seconds.
        if (!event.isAgain || watch.now() > pressedAt_ms + 20_000) {
          presses += 1;
          pressedAt_ms = watch.now();
        }
        return alarm('sos', V, `press ${presses}`);
      case 'tamper':
        for (const order of tampers.keys())
          if (event.who === order || event.who === 2) tampers[order] = (tampers[order] ?? 0) + 1;
        return alarm('strap-tamper', [...OFFENDERS, V][event.who] ?? V, `tamper ${(tampered += 1)}`);
      case 'ask':
        return ask(event);
      case 'sign in':
        signedIn = event.who.flatMap((n) => OPERATORS[n] ?? []);
        return monitoring.setSignedIn(signedIn);
      case 'sign a head':
        return monitoring.signHead(() => undefined);
      case 'answer':
        for (let n = 0; n < event.times && disk.underWay().length > 0; n += 1)
          disk.answer(event.isRefused ? 'refuse' : 'store');
        return;
      default:
        return event satisfies never;
    }
  };
  for (const event of events) happen(event);
  disk.quick();
  for (const who of unreported.keys()) report(who, false);
  for (let s = 0; s < END_S; s += 1) second();
  return { told, watch, disk, commands, alarms, signedIn, presses, tampers };
};
