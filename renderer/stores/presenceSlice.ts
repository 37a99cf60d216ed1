import type { PresenceSlice } from '../lib/apartness.ts';
import { useNow } from './clock.ts';
import { usePresence } from './presence.ts';

/** The latest frame with its age, once a second and with every frame. */
export const usePresenceSlice = (): PresenceSlice => {
  const frame = usePresence((state) => state.frame);
  const receivedAt_ms = usePresence((state) => state.receivedAt_ms);
  const now_ms = useNow();
  return { frame, age_s: Math.max(0, (now_ms - receivedAt_ms) / 1000) };
};
