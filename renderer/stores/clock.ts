import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useSession } from './session.ts';

/** Display clock: moves once a second so that ages and clocks on the screen do. No rule depends on it. */
export const clockStore = createStore<{ readonly now_ms: number }>(() => ({ now_ms: Date.now() }));

/** Starts the display clock, close to the turn of each second; returns what stops it. */
export const startClock = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout>;
  const tick = (): void => {
    const now_ms = Date.now();
    clockStore.setState({ now_ms });
    timer = setTimeout(tick, 1000 - (now_ms % 1000));
  };
  tick();
  return () => clearTimeout(timer);
};

/** This machine's time, epoch ms, once a second. */
export const useNow = (): number => useStore(clockStore, (state) => state.now_ms);

/** The server's time, epoch ms: what entries and fixes are stamped with. Falls back to this machine's. */
export const useServerNow = (): number => {
  const offset_ms = useSession((state) => state.link?.clockOffset_ms ?? 0);
  return useNow() + offset_ms;
};
