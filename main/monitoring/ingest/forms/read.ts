import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Asked } from '../route.ts';
import { readBatch } from './batch.ts';
import { readClientJson } from './clientJson.ts';
import { readFlat } from './flat.ts';
import type { Fields, Message } from './message.ts';
import { readOwnTracks } from './ownTracks.ts';

/** A query's or a form's fields; of one that is given twice the last counts, but of alarms all. */
const fieldsOf = (params: URLSearchParams): Fields => {
  const alarms = params.getAll('alarm');
  return { ...Object.fromEntries(params), ...(alarms.length > 0 ? { alarm: alarms } : {}) };
};

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const readObject = (value: unknown, query: Fields, hdop_m: number): Message | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields: Fields = { ...query, ...value };
  if ('fixes' in fields) return readBatch(fields, hdop_m);
  if ('_type' in fields) return readOwnTracks(fields, hdop_m);
  if ('coords' in value) return readClientJson({ ...query, location: value }, hdop_m);
  if (typeof fields['location'] === 'object') return readClientJson(fields, hdop_m);
  return readFlat(fields, hdop_m);
};

/**
 * The messages of one request, told apart by what is in them and not by where they were sent, so that a wrong path costs nothing. A body
 * in JSON may hold one or, from a gateway, a list; anything else is a form. What the query says counts where the body says nothing.
 */
export const readMessages = ({ query, body }: Asked, hdop_m: number): Result<readonly Message[], string> => {
  const inQuery = fieldsOf(query);
  if (!/^\s*[[{]/.test(body)) {
    return ok([readFlat(fieldsOf(new URLSearchParams([...query, ...new URLSearchParams(body)])), hdop_m)]);
  }
  const value = readJson(body);
  if (value === undefined) return err('body: is not JSON');
  const messages = (Array.isArray(value) ? value : [value]).map((one: unknown) => readObject(one, inQuery, hdop_m));
  const whole = messages.filter((message) => message !== null);
  return whole.length === messages.length && whole.length > 0 ? ok(whole) : err('body: must be messages');
};
