import { pino } from 'pino';
import { createConsole } from '../../../main/console/console.ts';
import type { ConsoleProcess } from '../../../main/console/console.ts';
import type { AnyEventListener } from '../../../main/console/emitter.ts';
import type { Snapshot } from '../../../shared/api/contract.ts';
import type { ApiCallArgs, ApiCallName, ApiCallResult } from '../../../shared/api/contract.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { aSnapshot } from '../../builders/snapshot.ts';
import type { Machine, Program } from './machine.ts';
import type { Network } from './network.ts';

/** A console of a run: the production console process on a machine of its own, which can be killed and started again in the same folder. */
export type Desk = {
  readonly name: string;
  readonly machine: Machine;
  readonly start: () => void;
  readonly kill: () => void;
  /** What a window would be drawn from; null while no program runs. */
  readonly snapshot: () => Snapshot | null;
  /** Asks as a window would; null where the program is dead, or refuses. */
  readonly call: <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K> | null>;
  readonly onAny: (listener: AnyEventListener) => void;
  /** Told of each start. */
  readonly onStarted: (listener: () => void) => void;
  readonly after: (delay_ms: number, work: () => void) => void;
};

const PAGE = '00000000-0000-4000-8000-000000000000';
const silent = pino({ level: 'silent' });

export const createDeskAt = (given: {
  readonly name: string;
  readonly machine: Machine;
  readonly network: Network;
  readonly policy: Policy;
  readonly folder: string;
}): Desk => {
  const { name, machine } = given;
  const listeners: AnyEventListener[] = [];
  const starts: (() => void)[] = [];
  let ids = 0;
  let running: { readonly program: Program; readonly process: ConsoleProcess } | null = null;

  const start = (): void => {
    const program = machine.start();
    const opened = createConsole({
      saveFile: null,
      keyring: null,
      url: Promise.resolve('memory:'),
      dial: given.network.dialFrom(name, program),
      folder: given.folder,
      shell: aSnapshot().shell,
      clock: { now: machine.wall_ms, elapsed_ms: machine.elapsed_ms },
      timers: program,
      newId: (prefix) => `${prefix}-${name}-${(ids += 1)}`,
      newToken: () => `${(ids += 1)}`.padStart(32, '0'),
      spawnTrainingServer: () => Promise.reject(new Error('nobody trains here')),
      scenarios: () => Promise.resolve([]),
      policy: given.policy.console,
      systemIdle_s: () => null,
      isMuted: () => false,
      log: silent,
    });
    if (!opened.ok) throw new Error(opened.error);
    running = { program, process: opened.value };
    opened.value.onAny((event, payload) => {
      // Its window sounds.
      if (event === 'soundAsked') void opened.value.answer('tellSound', { page: PAGE, off: null });
      if (program.isAlive()) for (const listener of listeners) listener(event, payload);
    });
    for (const tell of starts) tell();
  };

  return {
    name,
    machine,
    start,
    kill: () => {
      const killed = running;
      running = null;
      killed?.program.kill();
      // Its files are closed as the system closes those of a dead program; what it had not written is lost.
      void killed?.process.close();
    },
    snapshot: () => running?.process.snapshot() ?? null,
    call: async <K extends ApiCallName>(call: K, args: ApiCallArgs<K>) => {
      const answer = (await running?.process.answer(call, args)) ?? null;
      return answer?.ok === true ? (answer.value as ApiCallResult<K>) : null; // checked against the contract by the console itself
    },
    onAny: (listener) => void listeners.push(listener),
    onStarted: (listener) => void starts.push(listener),
    after: (delay_ms, work) => void running?.program.after(delay_ms, work),
  };
};
