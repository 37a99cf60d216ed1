import type { z } from 'zod';
import { refuse } from './answers.ts';
import type { Answer } from './answers.ts';
import { faultOf } from './schemas.ts';

/** JSON of a body; undefined where it is none. */
export const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Checks a message, or answers with the line that says what is wrong with it. */
export const parsed = <T, A extends Answer | Promise<Answer>>(
  schema: z.ZodType<T>,
  value: unknown,
  then: (value: T) => A,
): A | Answer => {
  if (value === undefined) return refuse(400, 'invalid', 'body: is not JSON');
  const checked = schema.safeParse(value);
  return checked.success ? then(checked.data) : refuse(400, 'invalid', faultOf(checked.error));
};
