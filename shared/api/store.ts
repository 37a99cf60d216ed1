import { z } from 'zod';
import { EpochMs } from '../domain/ids.ts';

/** What was here was sealed with another key and was put aside. */
export const SetAside = z
  .strictObject({
    /** When it was last, console clock. */
    at_ms: EpochMs,
    /** Commands in it that had not landed. */
    waitingCommands: z.int().min(0),
  })
  .readonly();
export type SetAside = z.infer<typeof SetAside>;

/** Who keeps the key that this console's record and commands are sealed with, and what of them did not open with it. */
export const StoreState = z
  .strictObject({
    /** `file`: this system has no keyring, so the key lies beside what it seals, for its user only. */
    keyKeptBy: z.enum(['keyring', 'file']),
    /** Null once somebody has seen it. */
    setAside: SetAside.nullable(),
  })
  .readonly();
export type StoreState = z.infer<typeof StoreState>;
