import { z } from 'zod';
import type { Fault } from './fault.ts';
import { isEpochMs, parseTime, timeMessage } from './values.ts';

/** A time as these files write it: ISO 8601 with a zone, or seconds since 1970 as a number or as text. */
export const Time = z.union([z.string(), z.number()], 'must be a time').transform((value, context) => {
  const at_ms = parseTime(String(value));
  if (typeof at_ms !== 'string' && isEpochMs(at_ms)) return at_ms;
  context.addIssue({
    code: 'custom',
    message: typeof at_ms === 'string' ? timeMessage(at_ms) : 'is no time that exists',
  });
  return z.NEVER;
});

/** Where and what of the first issue. A key that no schema knows is named itself, not what holds it. */
export const firstIssue = (
  error: z.ZodError,
  whole: string,
): Omit<Fault, 'line'> & { readonly path: readonly PropertyKey[] } => {
  const [issue] = error.issues;
  if (issue === undefined) return { path: [], field: whole, message: 'does not fit' };
  const unknownKey = issue.code === 'unrecognized_keys';
  const path = unknownKey ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return {
    path,
    field: path.length === 0 ? whole : path.map(String).join('.'),
    message: unknownKey ? 'is no known key' : issue.message,
  };
};
