import { z } from 'zod';
import { EpochMs } from '../domain/ids.ts';
import { PasswordRefusal } from '../protocol/messages.ts';

/** What locked the console: nobody touched it, the system locked its screen or went to sleep, the operator asked for it. */
export const LockReason = z.enum(['idle', 'screen', 'suspend', 'request']);
export type LockReason = z.infer<typeof LockReason>;

/** A locked console: whoever is signed in stays signed in, alarms sound, and nothing else is shown or done without the password. */
export const LockState = z.strictObject({ since_ms: EpochMs, reason: LockReason }).readonly();
export type LockState = z.infer<typeof LockState>;

/** The server judges the password; `offline`: it cannot be asked now, and the console stays locked until it can. */
export const UnlockRefusal = z.enum([...PasswordRefusal.options, 'offline']);
export type UnlockRefusal = z.infer<typeof UnlockRefusal>;

export const Unlocked = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.null() }).readonly(),
  z.strictObject({ ok: z.literal(false), error: UnlockRefusal }).readonly(),
]);
