import type { TrainingState } from '../../../shared/api/contract.ts';
import type { SimulatorState } from '../../../shared/protocol/messages.ts';
import type { Timers } from '../clock.ts';
import type { Desk } from '../desk.ts';

/** A training server that runs, in a process and a store of its own. */
export type TrainingServer = {
  readonly url: string;
  /** Ends the process. */
  readonly stop: () => Promise<void>;
};

export type SpawnTrainingServer = (options: {
  readonly scenario: string;
  readonly seed: number | null;
  /** The trainer's session on that server. */
  readonly token: string;
  /** The process has ended without having been asked to. */
  readonly onExit: () => void;
}) => Promise<TrainingServer>;

export type Training = {
  readonly state: () => TrainingState;
  readonly start: (scenario: string, seed: number | null) => Promise<TrainingState>;
  readonly stop: () => Promise<void>;
};

type TrainingOptions = {
  readonly spawn: SpawnTrainingServer;
  readonly timers: Timers;
  readonly newToken: () => string;
  readonly openDesk: (url: string, token: string, onSimulator: (state: SimulatorState) => void) => Desk;
  /** Puts the training desk on the screen, or the live one (null). */
  readonly show: (desk: Desk | null) => void;
  readonly onState: (state: TrainingState) => void;
};

/** How long a started training server may take to tell its simulator's state. */
const READY_WITHIN_MS = 15_000;

type Running = { readonly server: TrainingServer; readonly desk: Desk };

/** Starts and ends exercises: a server of their own, a desk of their own, never a mix with live. */
export const createTraining = ({ spawn, timers, newToken, openDesk, show, onState }: TrainingOptions): Training => {
  let state: TrainingState = { phase: 'off' };
  let running: Running | null = null;
  /** Counts starts, so that the end of an earlier exercise does not end a later one. */
  let turn = 0;

  const become = (next: TrainingState): TrainingState => {
    state = next;
    onState(next);
    return next;
  };

  const end = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending === null) return;
    ending.desk.close();
    await ending.server.stop();
  };

  const giveUp = async (message: string): Promise<TrainingState> => {
    turn += 1;
    show(null);
    await end();
    return become({ phase: 'failed', message });
  };

  /** The new desk once its session stands and its simulator has told its state; null when that takes too long. */
  const firstState = (server: TrainingServer, token: string, mine: number): Promise<Desk | null> =>
    new Promise((resolve) => {
      const cancel = timers.after(READY_WITHIN_MS, () => resolve(null));
      const desk = openDesk(server.url, token, (simulator) => {
        // Shown before its session stands, the desk would ask for a sign-in. The state is told again every second.
        if (mine !== turn || desk.session.view() === null) return;
        cancel();
        become({ phase: 'running', simulator });
        resolve(desk);
      });
      running = { server, desk };
    });

  return {
    state: () => state,
    start: async (scenario, seed) => {
      const mine = (turn += 1);
      become({ phase: 'starting', scenario });
      await end();
      const token = newToken();
      let server: TrainingServer;
      try {
        const onExit = (): void => {
          if (mine === turn) void giveUp('training-server-ended');
        };
        server = await spawn({ scenario, seed, token, onExit });
      } catch {
        return mine === turn ? giveUp('training-server-did-not-start') : state;
      }
      if (mine !== turn) {
        await server.stop();
        return state;
      }
      const desk = await firstState(server, token, mine);
      if (mine !== turn) return state;
      if (desk === null) return giveUp('training-server-silent');
      show(desk);
      return state;
    },
    stop: async () => {
      turn += 1;
      show(null);
      become({ phase: 'off' });
      await end();
    },
  };
};
