import type { z } from 'zod';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { refuse } from './answers.ts';
import type { Answer } from './answers.ts';
import type { Fields } from './forms/message.ts';
import { fieldsOf, readSent } from './forms/sent.ts';
import type { Asked } from './route.ts';
import { faultOf } from '../../../shared/protocol/fault.ts';

/**
 * Fields of a request that holds one thing and no list, in JSON, as a form or in the query, which counts where the body says nothing.
 */
export const readFields = ({ query, body }: Asked): Result<Fields, string> => {
  const sent = readSent(body);
  if (!sent.ok) return sent;
  const own: unknown = sent.value.is === 'form' ? sent.value.fields : sent.value.value;
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return err('body: must be a JSON object');
  return ok({ ...fieldsOf(query), ...own });
};

/** Checks a message, or answers with the line that says what is wrong with it. */
export const parsed = <T, A extends Answer | Promise<Answer>>(
  schema: z.ZodType<T>,
  value: unknown,
  then: (value: T) => A,
): A | Answer => {
  const checked = schema.safeParse(value);
  return checked.success ? then(checked.data) : refuse(400, 'invalid', faultOf(checked.error));
};
