import { useStore } from 'zustand';
import { consoleNow } from '../lib/pageClock.ts';
import { useSession } from './session.ts';
import { createStepStore } from './step.ts';

/** Display clock: moves once a second so that ages and clocks on the screen do. No rule depends on it. */
export const clockStore = createStepStore<{ readonly now_ms: number }>({ now_ms: consoleNow() });

/**
 * Starts the display clock, close to the turn of each second; returns what stops it. `arrive` moves it in one step with whatever else the
 * page is about to draw.
 */
export const startClock = (arrive: (change: () => void) => void = (change) => change()): (() => void) => {
  let timer: ReturnType<typeof setTimeout>;
  const tick = (): void => {
    const now_ms = consoleNow();
    arrive(() => clockStore.setState({ now_ms }));
    timer = setTimeout(tick, 1000 - (now_ms % 1000));
  };
  tick();
  return () => clearTimeout(timer);
};

/** The console's time, epoch ms, once a second. */
export const useNow = (): number => useStore(clockStore, (state) => state.now_ms);

/** The server's time, epoch ms: what entries and fixes are stamped with. Falls back to the console's. */
export const useServerNow = (): number => {
  const offset_ms = useSession((state) => state.link?.clockOffset_ms ?? 0);
  return useNow() + offset_ms;
};
