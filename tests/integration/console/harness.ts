import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemTimers } from '../../../main/console/clock.ts';
import { createConsole } from '../../../main/console/console.ts';
import type { ConsoleProcess } from '../../../main/console/console.ts';
import type { SpawnTrainingServer } from '../../../main/console/training/training.ts';
import type {
  ApiCallArgs,
  ApiCallName,
  ApiCallResult,
  ApiEventName,
  ApiEventPayload,
} from '../../../shared/api/contract.ts';
import { aSnapshot } from '../../builders/snapshot.ts';

/** A console process as a test drives it: calls by name, events gathered as they come. */
export type Driven = {
  readonly process: ConsoleProcess;
  readonly call: <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;
  readonly heard: <K extends ApiEventName>(name: K) => readonly ApiEventPayload<K>[];
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
): Driven => {
  const opened = createConsole({
    url: Promise.resolve(url),
    folder,
    shell: aSnapshot().shell,
    clock: { now: () => Date.now() },
    timers: systemTimers,
    newId: (prefix) => `${prefix}-${randomUUID()}`,
    newToken: () => randomUUID(),
    spawnTrainingServer,
    scenarios: async () => [],
    log: pino({ level: 'silent' }),
  });
  if (!opened.ok) throw new Error(opened.error);
  const jikim = opened.value;
  const events: { readonly name: ApiEventName; readonly payload: unknown }[] = [];
  jikim.onAny((name, payload) => {
    events.push({ name, payload });
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
    close: jikim.close,
  };
};

/** Polls a condition until it holds. @throws Error naming it when it does not within `within_ms`. */
export const until = async (what: string, condition: () => boolean, within_ms = 5000): Promise<void> => {
  const end = performance.now() + within_ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`did not happen within ${within_ms} ms: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
};
