import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock, systemTimers } from '../../../main/console/clock.ts';
import { createConsole } from '../../../main/console/console.ts';
import type { ConsoleProcess } from '../../../main/console/console.ts';
import { dialSocketIo } from '../../../main/console/link/socketIo.ts';
import { readScenarioInfos } from '../../../main/shells/scenarios.ts';
import type { SpawnTrainingServer } from '../../../main/console/training/training.ts';
import type {
  ApiCallArgs,
  ApiCallName,
  ApiCallResult,
  ApiEventName,
  ApiEventPayload,
} from '../../../shared/api/contract.ts';
import type { SoundOff } from '../../../shared/api/sound.ts';
import { aSnapshot } from '../../builders/snapshot.ts';

/** A console process as a test drives it: calls by name, events gathered as they come. */
export type Driven = {
  readonly process: ConsoleProcess;
  readonly call: <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;
  readonly heard: <K extends ApiEventName>(name: K) => readonly ApiEventPayload<K>[];
  /** Why no alarm is heard on its page from now on; null where it is again. Until then all are heard. */
  readonly beSilent: (off: SoundOff | null) => void;
  /** Nobody answers any more when it asks its pages. */
  readonly closePages: () => void;
  readonly close: () => Promise<void>;
};

export const tempFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const noTraining: SpawnTrainingServer = () => Promise.reject(new Error('no training in this test'));

export const driveConsole = (
  url: string,
  folder: string,
  spawnTrainingServer: SpawnTrainingServer = noTraining,
  /** How far the console's clock is ahead of this machine's. */
  ahead_ms = 0,
  lockAfter_s = 300,
): Driven => {
  const opened = createConsole({
    saveFile: null,
    keyring: null,
    url: Promise.resolve(url),
    dial: dialSocketIo,
    folder,
    shell: aSnapshot().shell,
    clock: { ...systemClock, now: () => systemClock.now() + ahead_ms },
    timers: systemTimers,
    newId: (prefix) => `${prefix}-${randomUUID()}`,
    newToken: () => randomUUID(),
    spawnTrainingServer,
    scenarios: readScenarioInfos,
    policy: { lockAfter_s, blockCapture: false },
    systemIdle_s: () => null,
    isMuted: () => false,
    log: pino({ level: 'silent' }),
  });
  if (!opened.ok) throw new Error(opened.error);
  const jikim = opened.value;
  const events: { readonly name: ApiEventName; readonly payload: unknown }[] = [];
  let off: SoundOff | null = null;
  let hasPages = true;
  const tellSound = (): void => void jikim.answer('tellSound', { page: 'page of the test', off });
  jikim.onAny((name, payload) => {
    events.push({ name, payload });
    if (name === 'soundAsked' && hasPages) tellSound();
  });
  return {
    process: jikim,
    call: async <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => {
      const answer = await jikim.answer(name, args);
      if (!answer.ok) throw new Error(answer.message);
      return answer.value as ApiCallResult<K>; // checked against the contract by the console itself
    },
    heard: <K extends ApiEventName>(name: K) =>
      events.filter((event) => event.name === name).map((event) => event.payload as ApiEventPayload<K>),
    beSilent: (why) => {
      off = why;
      tellSound();
    },
    closePages: () => {
      hasPages = false;
    },
    close: jikim.close,
  };
};

/** Polls a condition until it holds. @throws Error naming it when it does not within `within_ms`. */
export const until = async (what: string, condition: () => boolean, within_ms = 15_000): Promise<void> => {
  const end = performance.now() + within_ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`did not happen within ${within_ms} ms: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
};

/**
 * Waits for a condition that must hold within a second. On a busy machine every timer is late: what a plain timer of this
 * process was late by in the same second is allowed for.
 * @throws Error when it took longer.
 */
export const withinASecond = async (what: string, condition: () => boolean): Promise<void> => {
  const start = performance.now();
  const late = new Promise<number>((resolve) => {
    setTimeout(() => resolve(performance.now() - start - 900), 900);
  });
  await until(what, condition, 10_000);
  const took_ms = performance.now() - start;
  const allowed_ms = 1000 + (await late);
  if (took_ms > allowed_ms) throw new Error(`${what}: took ${took_ms.toFixed(0)} ms of ${allowed_ms.toFixed(0)} ms`);
};
