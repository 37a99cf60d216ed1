import { z } from 'zod';
import { Digest, EpochMs, LogId } from '../domain/ids.ts';

/**
 * What the console found wrong with the server's log: history changed or cut, a head nobody signed, another key than before, another
 * log under the same key, entries sent that are not those the log promises or that were sent before, or heads that do not follow.
 */
export const LogFaultKind = z.enum(['rewritten', 'signature', 'key-changed', 'renamed', 'entries-differ', 'withheld']);
export type LogFaultKind = z.infer<typeof LogFaultKind>;

/** A fault stays until a supervisor at this console puts it away. */
export const LogFault = z
  .strictObject({
    kind: LogFaultKind,
    /** Console clock. */
    since_ms: EpochMs,
    /** Entries this console had verified before; 0 where none. */
    verified: z.int().min(0),
    /** Entries the log has by the head that does not hold. */
    told: z.int().min(0),
  })
  .readonly();
export type LogFault = z.infer<typeof LogFault>;

/** How far this console has checked the server's log. */
export const LogState = z
  .strictObject({
    /** `checking`: the head holds, the console's own entries are not all hashed or not all there yet. */
    status: z.enum(['unknown', 'checking', 'verified', 'fault']),
    logId: LogId.nullable(),
    /** Entries of the last head that held. */
    size: z.int().min(0),
    /** When a head held last, console clock. */
    checkedAt_ms: EpochMs.nullable(),
    /** SHA-256 of the signer's key; null before the first head. */
    fingerprint: Digest.nullable(),
    fault: LogFault.nullable(),
    /** The server keeps another log than the one this console knew; since when. Null once somebody has seen it. */
    otherLogSince_ms: EpochMs.nullable(),
  })
  .readonly();
export type LogState = z.infer<typeof LogState>;
