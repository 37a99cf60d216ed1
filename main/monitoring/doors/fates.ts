import { z } from 'zod';

/** What became of one message of a device, without anything of its place. Whoever sets a phone up is shown it. */
export const Fate = z
  .strictObject({
    at_ms: z.number(),
    deviceId: z.string(),
    /** Fixes taken. */
    accepted: z.int().min(0),
    /** What was not taken, by reason. */
    refused: z.record(z.string(), z.int()).readonly(),
    /** What became of the button in it: sounds, is the same press as before, or could not be taken; null where none was. */
    press: z.enum(['raised', 'known', 'not-taken']).nullable(),
    /** Device events that were in it. */
    events: z.array(z.string()).readonly(),
    /** Seconds that the device's clock is ahead (negative: behind) where no fix of the message could be of now. */
    clockOff_s: z.number().nullable(),
    /** The field that can never be read. */
    fault: z.string().nullable(),
    /** The token does not fit the device. */
    tokenWrong: z.boolean(),
    /** Something of it could not be stored, so that the device has to send it again. */
    notStored: z.boolean(),
  })
  .readonly();
export type Fate = z.infer<typeof Fate>;

/** A message of which nothing is known but whose it is. */
export const noFate = (deviceId: string, at_ms: number): Fate => ({
  at_ms,
  deviceId,
  accepted: 0,
  refused: {},
  press: null,
  events: [],
  clockOff_s: null,
  fault: null,
  tokenWrong: false,
  notStored: false,
});

/** Hands fates on to whoever watches; nothing is kept. A watcher that cannot be told is let go: no device's message is lost with it. */
export type Fates = {
  readonly tell: (fate: Fate) => void;
  /** Answers with what ends it; `onClose` is called when the server stops. */
  readonly watch: (listener: (fate: Fate) => void, onClose: () => void) => () => void;
  readonly close: () => void;
};

export const createFates = (): Fates => {
  const watchers = new Map<(fate: Fate) => void, () => void>();
  return {
    tell: (fate) => {
      for (const [listener, onClose] of watchers) {
        try {
          listener(fate);
        } catch {
          watchers.delete(listener);
          onClose();
        }
      }
    },
    watch: (listener, onClose) => {
      watchers.set(listener, onClose);
      return () => void watchers.delete(listener);
    },
    close: () => {
      const all = [...watchers.values()];
      // What comes while the server ends is told to nobody: a watcher that is being closed can be written to no more.
      watchers.clear();
      for (const onClose of all) onClose();
    },
  };
};
