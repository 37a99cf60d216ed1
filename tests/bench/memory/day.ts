/**
 * One simulated day of a monitoring server, in a process of its own that runs with --expose-gc. Prints one line of JSON for each
 * hour. Arguments: hours.
 */
import { answered, inlineCommits } from '../../builders/answered.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepHeapSmall } from '../../../main/files/memory.ts';
import { loadPolicy } from '../../../main/files/policy.ts';
import { createVirtualClock } from '../../../main/monitoring/time/clock.ts';
import { createMonitoring } from '../../../main/monitoring/index.ts';
import { straightWays } from '../../../main/monitoring/streets/streets.ts';
import { secretFrom } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { CommandId, ConsoleId, OperatorId, PersonId, type IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Operator, OperatorRole } from '../../../shared/domain/operators.ts';
import type { Monitoring } from '../../../main/monitoring/ports/monitoring.ts';
import type { HourLine } from './lines.ts';
import { BREACH_EVERY_S, CLOSE_AFTER_S, INTERVAL_S, RESOLVE_AFTER_S, STEP_S } from './pace.ts';
import { DEVICES, fixOf, PAIRS, setupFrom } from './setup.ts';

const START_MS = Date.parse('2026-03-06T00:00:00+09:00');
const HOURS = Number(process.argv[2]);
const { gc } = globalThis;
if (gc === undefined) throw new Error('Error: start this with --expose-gc');

keepHeapSmall();
const folder = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const store = openStore(join(folder, 'day.db'), secretFrom(new Uint8Array(32)));
const clock = createVirtualClock(START_MS);
const policy = loadPolicy();
let ids = 0;
const newId = (prefix: string): string => `${prefix}-${(ids += 1)}`;
const operator = (id: string, role: OperatorRole): Operator => ({ id: OperatorId.parse(id), name: id, role });
const DISPATCHER = operator('dispatcher1', 'dispatcher');
const SUPERVISOR = operator('supervisor1', 'supervisor');
const monitoring: Monitoring = createMonitoring({
  ...{
    clock,
    mode: 'live',
    newId,
    store,
    commits: inlineCommits(store),
    policy,
    streets: { travel: () => [], ways: straightWays, route: () => null },
  },
  setup: setupFrom(START_MS, INTERVAL_S, policy.limits),
  operators: [DISPATCHER, SUPERVISOR],
  playbooks: [],
  onOrderFailure: (thrown) => {
    throw thrown;
  },
  onCommandFailure: (_kind, thrown) => {
    throw thrown;
  },
  onStoreFailure: (thrown) => {
    throw thrown;
  },
  count: () => undefined,
});
monitoring.setSignedIn([DISPATCHER, SUPERVISOR]);

let raised = 0;
/** What the operators will do, in order of time. */
const agenda: { readonly at_s: number; readonly incidentId: IncidentId }[][] = [[], []];
const [toResolve = [], toClose = []] = agenda;
let now_s = 0;
monitoring.onEntries((entries) => {
  for (const { body, incidentId } of entries) {
    if (body.kind !== 'incident.raised' || incidentId === null) continue;
    raised += 1;
    toResolve.push({ at_s: now_s + RESOLVE_AFTER_S, incidentId });
    toClose.push({ at_s: now_s + CLOSE_AFTER_S, incidentId });
  }
});

const order = (who: Operator, body: CommandBody): void => {
  const command = { id: CommandId.parse(newId('command')), issuedAt_ms: clock.now(), body };
  const actor = { type: 'operator', operatorId: who.id, role: who.role, consoleId: ConsoleId.parse('bench') } as const;
  const done = answered(monitoring.command, { command, actor });
  if (!done.ok) throw new Error(`Error: ${body.kind} was refused: ${done.error.reason}`);
};

const work = (): void => {
  for (let next = toResolve[0]; next !== undefined && next.at_s <= now_s; next = toResolve[0]) {
    toResolve.shift();
    const { incidentId } = next;
    order(DISPATCHER, { kind: 'incident.acknowledge', incidentId });
    order(DISPATCHER, {
      kind: 'incident.resolve',
      incidentId,
      outcome: 'no-contact-found',
      cause: null,
      despiteClosing: true,
    });
  }
  for (let next = toClose[0]; next !== undefined && next.at_s <= now_s; next = toClose[0]) {
    toClose.shift();
    order(SUPERVISOR, { kind: 'incident.close', incidentId: next.incidentId, review: '부하 시험', caseFollows: false });
  }
};

/** The one breach that is under way is of one pair after the other; it lasts until that offender has reported once. */
const isNear = (pair: number): boolean => {
  const first = Math.ceil((now_s - INTERVAL_S + 1) / BREACH_EVERY_S);
  const last = Math.floor(now_s / BREACH_EVERY_S);
  for (let breach = Math.max(1, first); breach <= last; breach += 1) if (breach % PAIRS === pair) return true;
  return false;
};

const started = performance.now();
let fixes = 0;
const people = DEVICES.map(({ personId }) => PersonId.parse(personId));
const shares = INTERVAL_S / STEP_S;

const step = (): void => {
  const now_ms = START_MS + now_s * 1000;
  clock.set(now_ms);
  for (let index = (now_s / STEP_S) % shares; index < DEVICES.length; index += shares) {
    const [device, person] = [DEVICES[index], people[index]];
    if (device === undefined || person === undefined) continue;
    const near = device.role === 'offender' && isNear(Math.floor(index / 2));
    if (monitoring.ingestFix(person, fixOf(device, now_ms, near), now_ms).accepted) fixes += 1;
  }
  work();
  monitoring.tick();
};

const measure = (hour: number): void => {
  gc();
  gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const line: HourLine = {
    hour,
    heap_MB: (heapUsed + arrayBuffers) / 1e6,
    rss_MB: rss / 1e6,
    ...{ fixes, raised, wall_s: (performance.now() - started) / 1000 },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

for (let hour = 1; hour <= HOURS; hour += 1) {
  for (const until_s = hour * 3600; now_s < until_s; now_s += STEP_S) step();
  measure(hour);
}
await monitoring.close();
store.close();
