import { ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { decodePresence } from '../../../shared/protocol/presence.ts';

/** Checks presence frames and counts those that never came: they may be dropped on the way, but not in silence. */
export type Frames = {
  readonly take: (bytes: Uint8Array) => Result<{ readonly missed: boolean }, string>;
  /** A new connection counts its frames anew. */
  readonly restart: () => void;
  readonly dropped: () => number;
};

export const createFrames = (): Frames => {
  let last: number | null = null;
  let dropped = 0;
  return {
    take: (bytes) => {
      const frame = decodePresence(bytes);
      if (!frame.ok) return frame;
      const number = frame.value.frame;
      const gap = last === null || number <= last ? 0 : number - last - 1;
      last = number;
      dropped += gap;
      return ok({ missed: gap > 0 });
    },
    restart: () => {
      last = null;
    },
    dropped: () => dropped,
  };
};
