import { unreachable } from '../../../shared/domain/result.ts';
import type { SimulatorControl, SimulatorState } from '../../../shared/protocol/messages.ts';
import type { VirtualClock } from './clock.ts';

/** The training scenario's time: paused, resumed, faster or slower. */
export type Pacer = {
  readonly control: (control: SimulatorControl) => SimulatorState;
  readonly state: () => SimulatorState;
  readonly stop: () => void;
};

const BEAT_MS = 100;
const SECOND_MS = 1000;

/** Moves a virtual clock along with real time, `speed` times as fast, and runs one step for every second that passes on it. */
export const createPacer = (given: {
  readonly clock: VirtualClock;
  readonly elapsed_ms: () => number;
  readonly start_ms: number;
  readonly scenario: string;
  readonly seed: number;
  readonly duration_s: number;
  readonly step: (now_ms: number) => void;
}): Pacer => {
  const { clock, elapsed_ms, start_ms } = given;
  let running = true;
  let speed = 1;
  let last_ms = elapsed_ms();
  let stepped_ms = start_ms;

  const beat = (): void => {
    const real_ms = elapsed_ms();
    const passed_ms = (real_ms - last_ms) * speed;
    last_ms = real_ms;
    if (!running) return;
    const until_ms = Math.round(clock.now() + passed_ms);
    while (stepped_ms + SECOND_MS <= until_ms) {
      stepped_ms += SECOND_MS;
      clock.set(stepped_ms);
      given.step(stepped_ms);
    }
    clock.set(until_ms);
  };
  const timer = setInterval(beat, BEAT_MS);

  const state = (): SimulatorState => ({
    scenario: given.scenario,
    seed: given.seed,
    running,
    speed,
    elapsed_s: Math.floor((clock.now() - start_ms) / SECOND_MS),
    duration_s: given.duration_s,
  });

  return {
    state,
    stop: () => clearInterval(timer),
    control: (control) => {
      beat(); // time so far passed at the old pace
      switch (control.action) {
        case 'pause':
          running = false;
          break;
        case 'resume':
          running = true;
          break;
        case 'speed':
          ({ speed } = control);
          break;
        default:
          unreachable(control);
      }
      return state();
    },
  };
};
