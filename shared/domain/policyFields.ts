import { z } from 'zod';

export const seconds = z
  .number()
  .min(0)
  .max(86_400 * 365);

/** Fields of a schema, all of one kind. */
export const fields = <K extends string, S>(names: readonly K[], schema: S): Readonly<Record<K, S>> =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<K, S>; // `fromEntries` forgets the names
