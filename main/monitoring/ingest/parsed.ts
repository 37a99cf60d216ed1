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

/**
 * What a press says, in JSON, as a form or in the query, with the device under any of the names that clients have for it: a button is not
 * refused for its form. Undefined where a body in JSON is broken.
 */
export const readFields = (query: URLSearchParams, sent: string): unknown => {
  const body = sent.replace(/^\uFEFF/, '');
  const value = /^\s*[[{]/.test(body) ? parseJson(body) : Object.fromEntries(new URLSearchParams(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields: Readonly<Record<string, unknown>> = { ...Object.fromEntries(query), ...value };
  const named = ['deviceId', 'deviceid', 'device_id', 'id'].map((name) => fields[name]);
  return { ...fields, deviceId: named.find((name) => name !== undefined) };
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
