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

/** Fields that say whose a message is. */
const IDENTIFYING: ReadonlySet<string> = new Set(['id', 'deviceid', 'device_id', 'token']);

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
  if ('coords' in value) {
    const named = Object.entries(value).filter(([name]) => IDENTIFYING.has(name));
    return readClientJson({ ...query, ...Object.fromEntries(named), location: value }, hdop_m);
  }
  if (typeof fields['location'] === 'object') return readClientJson(fields, hdop_m);
  return readFlat(fields, hdop_m);
};

/** What a request holds: the messages that can be read, and how many of its elements are none. */
export type Read = { readonly messages: readonly Message[]; readonly odd: number };

/** Lists in lists are taken apart so deep. */
const DEEPEST = 3;

/**
 * The messages of one request, told apart by what is in them and not by where they were sent, so that a wrong path costs nothing. A body
 * in JSON may hold one or, from a gateway, a list, of which an odd element takes nothing from the others; anything else is a form. What the
 * query says counts where the body says nothing.
 */
export const readMessages = ({ query, body: sent }: Asked, hdop_m: number): Result<Read, string> => {
  const inQuery = fieldsOf(query);
  const body = sent.replace(/^\uFEFF/, '');
  if (!/^\s*[[{]/.test(body)) {
    const params = new URLSearchParams([...query, ...new URLSearchParams(body)]);
    return ok({ messages: [readFlat(fieldsOf(params), hdop_m)], odd: 0 });
  }
  const value = readJson(body);
  if (value === undefined) return err('body: is not JSON');
  const all: readonly unknown[] = Array.isArray(value) ? value.flat(DEEPEST) : [value];
  const read = all.map((one) => readObject(one, inQuery, hdop_m));
  const messages = read.filter((message) => message !== null);
  return ok({ messages, odd: read.length - messages.length });
};
