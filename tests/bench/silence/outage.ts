import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicy } from '../../../main/files/policy.ts';
import { createVirtualClock } from '../../../main/monitoring/time/clock.ts';
import { createMonitoring } from '../../../main/monitoring/index.ts';
import { secretFrom } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { createCommitQueue } from '../../../main/monitoring/store/commitQueue.ts';
import type { RecordPort } from '../../../main/monitoring/ports/record.ts';
import { writeInThread } from '../../../main/monitoring/store/sqlite/thread.ts';
import { createTicker } from '../../../main/monitoring/time/ticker.ts';
import { straightWays } from '../../../main/monitoring/streets/streets.ts';
import { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { DEVICES, fixOf, setupFrom } from '../memory/setup.ts';
import { timed, watchLoop } from './loop.ts';

const START_MS = Date.parse('2026-03-06T00:00:00+09:00');
const INTERVAL_S = 30;
/** Victims go on reporting: their silence would be an alert of its own. */
const VICTIMS_AT_S = 100;
const BACK_AT_S = 180;
const DISPATCHER: Operator = { id: OperatorId.parse('dispatcher1'), name: 'dispatcher1', role: 'dispatcher' };

/** What one outage took. */
export type Outage = {
  /** From the tick that finds them silent until all of it is on disk, ms of work. */
  readonly silent_ms: number;
  /** From the first fix that is back until the end of the next tick, ms of work. */
  readonly back_ms: number;
  readonly longestBlock_ms: number;
  readonly longestWork_ms: number;
  /** Longest commit of the store, from when it was handed over to its answer: no part of the loop's blocks, since a thread carries it out. */
  readonly longestTransaction_ms: number;
};

const thrower = (thrown: unknown): never => {
  throw thrown;
};

/** The server's core on a store in `folder`, with people under so many orders and a clock that is moved from outside. */
const openServer = (orders: number, folder: string) => {
  const secret = secretFrom(new Uint8Array(32));
  const path = join(folder, 'outage.db');
  const store = writeInThread(openStore(path, secret), { path, master: secret.sealing }, () => performance.now());
  let longest_ms = 0;
  const commit: RecordPort['commit'] = (change, done) => {
    const began_ms = performance.now();
    store.commit(change, (outcome) => {
      longest_ms = Math.max(longest_ms, performance.now() - began_ms);
      done(outcome);
    });
  };
  const commits = createCommitQueue({ commit }, thrower);
  const clock = createVirtualClock(START_MS);
  // Each silence is told by itself, which is the most that an outage can cost.
  const policed = loadPolicy();
  const policy = { ...policed, outage: { ...policed.outage, atLeast: 1_000_000 } };
  let ids = 0;
  const monitoring = createMonitoring({
    clock,
    mode: 'live',
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    store,
    commits,
    policy,
    streets: { travel: () => [], ways: straightWays, route: () => null },
    setup: setupFrom(START_MS, INTERVAL_S, policy.limits, orders),
    operators: [DISPATCHER],
    playbooks: [],
    onOrderFailure: thrower,
    onCommandFailure: (_kind, thrown) => thrower(thrown),
    onStoreFailure: thrower,
    count: () => undefined,
  });
  monitoring.setSignedIn([DISPATCHER]);
  return { store, commits, clock, policy, monitoring, longestTransaction_ms: () => longest_ms };
};

/** Everybody reports once; then the offenders of all orders are silent together, and come back one by one. */
const runOutage = async (orders: number, folder: string): Promise<Outage> => {
  const { store, commits, clock, policy, monitoring, longestTransaction_ms } = openServer(orders, folder);
  const devices = DEVICES.slice(0, orders * 2).map((device) => ({ device, person: PersonId.parse(device.personId) }));
  const offenders = devices.filter(({ device }) => device.role === 'offender');
  const victims = devices.filter(({ device }) => device.role === 'victim');
  const told = { silent: 0, back: 0 };
  monitoring.onEntries((entries) => {
    for (const { body } of entries) {
      if (body.kind === 'alert.raised') told.silent += 1;
      if (body.kind === 'alert.cleared') told.back += 1;
    }
  });
  const report = ({ device, person }: (typeof devices)[number], at_ms: number): void => {
    if (!monitoring.ingestFix(person, fixOf(device, at_ms, false), at_ms).accepted)
      throw new Error('a fix was refused');
  };
  const at = (second: number): number => {
    clock.set(START_MS + second * 1000);
    return clock.now();
  };
  const reportAll = (who: typeof devices, second: number): void => {
    const now_ms = at(second);
    for (const one of who) report(one, now_ms);
  };

  reportAll(devices, 1);
  monitoring.tick();
  reportAll(victims, VICTIMS_AT_S);
  monitoring.tick();
  await commits.idle();
  const ticker = createTicker(monitoring.tickInPieces, (thrown) => {
    throw thrown;
  });
  /** With everything that follows from it on disk. */
  const tick = async (): Promise<void> => {
    ticker.start();
    await ticker.idle();
    await commits.idle();
  };
  const loop = watchLoop();
  await timed(() => undefined);
  let silent_ms = 0;
  for (let second = policy.silence.after_s; told.silent < orders; second += 1) {
    if (second >= BACK_AT_S) throw new Error(`${orders - told.silent} offenders are silent and nobody was told`);
    at(second);
    silent_ms += await timed(tick);
  }
  const before_ms = at(BACK_AT_S - 1);
  for (const one of victims) await timed(() => report(one, before_ms));
  let back_ms = 0;
  const now_ms = at(BACK_AT_S);
  for (const one of offenders) back_ms += await timed(() => report(one, now_ms));
  back_ms += await timed(tick);
  loop.stop();
  if (told.back < orders) throw new Error(`${orders - told.back} offenders are back and nobody was told`);
  await monitoring.close();
  await store.close();
  return {
    silent_ms,
    back_ms,
    longestBlock_ms: loop.longest_ms(),
    longestWork_ms: loop.longestWork_ms(),
    longestTransaction_ms: longestTransaction_ms(),
  };
};

/** Runs an outage on a store of its own on this machine's disk, and removes the store. */
export const outageOf = async (orders: number): Promise<Outage> => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  try {
    return await runOutage(orders, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
