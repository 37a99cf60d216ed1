import type { AlarmAnswer, DeviceAlarm } from '../../../../main/monitoring/ports/devices.ts';
import type { CommitQueue } from '../../../../main/monitoring/ports/record.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { Fix, LonLat } from '../../../../shared/domain/fixes.ts';
import {
  CommandId,
  ConsoleId,
  DeviceId,
  OperatorId,
  OrderId,
  PersonId,
  UnitId,
  ZoneId,
} from '../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../shared/domain/incidents/commands.ts';
import type { Entry, EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import type { Mode, Operator } from '../../../../shared/domain/operators.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { loadPolicy } from '../../../../main/files/policy.ts';
import { createVirtualClock } from '../../../../main/monitoring/time/clock.ts';
import type { JudgedClock } from '../../../../main/monitoring/time/judgedClock.ts';
import { unmeasured } from '../../../../main/monitoring/metrics/waits.ts';
import type { MeasureWait } from '../../../../main/monitoring/metrics/waits.ts';
import type { MonitoringParts } from '../../../../main/monitoring/parts.ts';
import { noBulkhead } from '../../../../main/monitoring/ports/bulkheads.ts';
import { noSpill } from '../../../../main/monitoring/ports/spill.ts';
import type { AccessSpill } from '../../../../main/monitoring/ports/spill.ts';
import type { Bulkhead } from '../../../../main/monitoring/ports/bulkheads.ts';
import { createMonitoring } from '../../../../main/monitoring/index.ts';
import type { Setup } from '../../../../main/monitoring/register/setup.ts';
import { secretFrom } from '../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../main/monitoring/store/sqlite/store.ts';
import { straightWays } from '../../../../main/monitoring/streets/streets.ts';
import type { Streets } from '../../../../main/monitoring/streets/streets.ts';
import { answered, inlineCommits } from '../../../builders/answered.ts';
import type { Asked, Commanded } from '../../../../main/monitoring/ports/desks.ts';
import type { Monitoring } from '../../../../main/monitoring/ports/monitoring.ts';

export const policy = loadPolicy();
/** A story ends with its last incident: what is closed is deleted at once, unless something else holds it. */
export const withoutStories: Policy = { ...policy, story: { within_s: 0 } };
/** However many are silent together, each is told by itself. */
export const eachAlone: Policy = { ...policy, outage: { ...policy.outage, atLeast: 1_000_000 } };
export const START_MS = Date.parse('2026-03-06T10:30:00Z');
const DAY_MS = 86_400_000;

export const O = PersonId.parse('O-test');
export const V = PersonId.parse('V-test');
export const ORDER = OrderId.parse('order-test');
export const UNIT = UnitId.parse('unit-1');
/** Where the victim is unless a test says otherwise. */
export const HOME: LonLat = [126.9236, 37.5563];

const operator = (id: string, role: Operator['role']): Operator => ({
  id: OperatorId.parse(id),
  name: `가명 ${id}`,
  role,
});
export const d1 = operator('d1', 'dispatcher');
export const d2 = operator('d2', 'dispatcher');
export const supervisor = operator('s1', 'supervisor');
export const trainer = operator('t1', 'trainer');

const person = (id: PersonId, role: 'offender' | 'victim') =>
  ({ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s: 1 }) as const;

export const setup: Setup = {
  name: 'test',
  people: [person(O, 'offender'), person(V, 'victim')],
  orders: [
    {
      ...{ id: ORDER, basis: '가상', number: '모의-1', issuer: '가상지방법원', offender: O, victims: [V] },
      ...{ validFrom_ms: START_MS - DAY_MS, validTo_ms: START_MS + DAY_MS, revokedAt_ms: null, limits: policy.limits },
      zones: [
        {
          ...{ id: ZoneId.parse('zone-home'), kind: 'home', buffer_m: 0, schedule: null },
          shape: { type: 'circle', centre: [127.2, 37.2], radius_m: 100 },
        },
      ],
    },
  ],
  units: [
    { unit: { id: UNIT, callsign: '가상 1', kind: 'car', station: '가상지구대' }, at: destination(HOME, 90, 800) },
    {
      unit: { id: UnitId.parse('unit-2'), callsign: '가상 2', kind: 'car', station: '가상지구대' },
      at: destination(HOME, 0, 3000),
    },
  ],
  places: [],
};

export const fixAt = (at: LonLat, at_ms: number, over: Partial<Fix> = {}): Fix => ({
  ...{
    at_ms,
    lon: at[0],
    lat: at[1],
    accuracy_m: 5,
    speed_mps: 1,
    heading_deg: 180,
    source: 'gnss',
    battery_percent: 80,
  },
  ...over,
});

export type Watch = {
  readonly monitoring: Monitoring;
  readonly store: Store;
  readonly entries: Entry[];
  readonly failures: unknown[];
  readonly now: () => number;
  /** Moves time on by whole seconds, ticking each. */
  readonly pass: (seconds: number, each?: () => void) => void;
  /** Moves time on by whole seconds without a tick. */
  readonly wait: (seconds: number) => void;
  /** Reports both: the offender `metres` north of the victim, after as long as a train takes for the way from where they were. */
  readonly apart: (metres: number, over?: Partial<Fix>) => void;
  /**
   * Asks at once. Unless the body says otherwise, whoever resolves has been told that somebody is closing in (people come by train here), and
   * no case follows a closing.
   */
  readonly ask: (operator: Operator, body: CommandBody, id?: string) => Commanded;
  /** Hands one command over by itself. */
  readonly order: (asked: Asked) => Commanded;
  readonly kinds: () => readonly EntryBody['kind'][];
  readonly bodies: <K extends EntryBody['kind']>(kind: K) => readonly Extract<EntryBody, { kind: K }>[];
};

/** Presses the button, or has a device report something; gives what the phone is answered. */
export const reports = (
  { monitoring, now }: Pick<Watch, 'monitoring' | 'now'>,
  kind: DeviceAlarm['kind'],
  person: PersonId,
): AlarmAnswer => {
  const [answer] = answered(monitoring.alarms, [{ kind, person, at_ms: now(), stamp: null }]);
  if (answer === undefined) throw new Error('an alarm was not answered');
  return answer;
};

/** For what must not happen in a test. */
export const thrower = (thrown: unknown): never => {
  throw thrown;
};

const told = (body: CommandBody): CommandBody =>
  body.kind === 'incident.resolve'
    ? { ...body, despiteClosing: body.despiteClosing ?? true }
    : body.kind === 'incident.close'
      ? { ...body, caseFollows: body.caseFollows ?? false }
      : body;

let commands = 0;
/** Below what makes a fix implausible. */
const TRAIN_MPS = 90;

/** A monitoring server in memory with a clock the test moves. Give it a store to stand for a restart. */
export const startWatch = (
  over: {
    readonly store?: Store;
    readonly commits?: CommitQueue;
    readonly now_ms?: number;
    readonly mode?: Mode;
    readonly policy?: Policy;
    readonly setup?: Setup;
    readonly streets?: Streets;
    readonly measureOwed?: MeasureWait;
    readonly spill?: AccessSpill;
    readonly bulkhead?: Bulkhead;
    readonly count?: MonitoringParts['count'];
    /** A clock of the test's own, which moves it by itself. */
    readonly judged?: JudgedClock;
  } = {},
): Watch => {
  const clock = createVirtualClock(over.now_ms ?? START_MS);
  const store = over.store ?? openStore(':memory:', secretFrom(new Uint8Array(32)));
  const failures: unknown[] = [];
  const entries: Entry[] = [];
  let ids = store.record.since(0, -1).length * 10;
  let stood_m: number | null = null;
  const monitoring = createMonitoring({
    ...{
      clock: over.judged ?? clock,
      judged: over.judged ?? null,
      store,
      commits: over.commits ?? inlineCommits(store),
      policy: over.policy ?? policy,
      mode: over.mode ?? 'live',
      setup: over.setup ?? setup,
    },
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    streets: over.streets ?? {
      travel: (_to, from) =>
        from.map((_f, index) => ({ distance_m: 100 * (index + 1), time_s: 10 * (index + 1), via: 'straight' })),
      ways: straightWays,
      route: () => null,
    },
    operators: [d1, d2, supervisor, trainer],
    playbooks: [],
    onStoreFailure: (thrown) => failures.push(thrown),
    onOrderFailure: (thrown) => failures.push(thrown),
    onCommandFailure: (_kind, thrown) => failures.push(thrown),
    count: over.count ?? (() => undefined),
    measureOwed: over.measureOwed ?? unmeasured,
    bulkhead: over.bulkhead ?? noBulkhead,
    spill: over.spill ?? noSpill,
  });
  monitoring.onEntries((more) => entries.push(...more));
  const order = (asked: Asked): Commanded => answered(monitoring.command, asked);
  return {
    ...{ monitoring, store, entries, failures, now: clock.now },
    pass: (seconds, each) => {
      for (let s = 0; s < seconds; s += 1) {
        clock.set(clock.now() + 1000);
        each?.();
        monitoring.tick();
      }
    },
    wait: (seconds) => clock.set(clock.now() + seconds * 1000),
    apart: (metres, fix) => {
      const way_s = Math.abs(metres - (stood_m ?? metres)) / TRAIN_MPS;
      stood_m = metres;
      clock.set(clock.now() + Math.max(1, Math.round(way_s * 1000)));
      monitoring.ingestFix(V, fixAt(HOME, clock.now()), clock.now());
      monitoring.ingestFix(O, fixAt(destination(HOME, 0, metres), clock.now(), fix), clock.now());
    },
    ask: (who, body, id) =>
      order({
        command: { id: CommandId.parse(id ?? `cmd-${(commands += 1)}`), issuedAt_ms: clock.now(), body: told(body) },
        actor: { type: 'operator', operatorId: who.id, role: who.role, consoleId: ConsoleId.parse('console-1') },
      }),
    order,
    kinds: () => entries.map((entry) => entry.body.kind),
    bodies: (kind) =>
      entries.flatMap(({ body }) => {
        type Wanted = Extract<EntryBody, { kind: typeof kind }>;
        return body.kind === kind ? [body as Wanted] : []; // narrowed by the comparison, which generics do not follow
      }),
  };
};
