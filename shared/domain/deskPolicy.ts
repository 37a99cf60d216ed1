import { z } from 'zod';
import { COMMAND_KINDS } from './incidents/commandKinds.ts';
import { fields, seconds } from './policyFields.ts';

/** How long after it was given a command of each kind is worth carrying out; an older one goes back to whoever gave it. */
export const CommandPolicy = z
  .strictObject({ worthFor_s: z.strictObject(fields(COMMAND_KINDS, seconds.positive())).readonly() })
  .readonly();
export type CommandPolicy = z.infer<typeof CommandPolicy>;

/** How long a session lasts, and how it is made to last longer. */
export const SessionPolicy = z
  .strictObject({
    duration_s: seconds.positive(),
    /** So long before its end it warns, and can be extended. */
    warnBefore_s: seconds,
    /** An extension lasts so long; a second one is given only to whoever works an incident. */
    extension_s: seconds.positive(),
    /** No session lasts longer, however often it is extended. */
    longest_s: seconds.positive(),
  })
  .refine(({ duration_s, longest_s }) => duration_s <= longest_s, {
    path: ['longest_s'],
    message: 'must not be less than duration_s',
  })
  .readonly();
export type SessionPolicy = z.infer<typeof SessionPolicy>;
