import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Fields, Identity } from './message.ts';
import { textIn } from './values.ts';

/** A body as it was written: a value in JSON, or a form, which an empty body is too. */
export type Sent = { readonly is: 'json'; readonly value: unknown } | { readonly is: 'form'; readonly fields: Fields };

/** A query's or a form's fields; of one that is given twice the last counts, but of alarms all. */
export const fieldsOf = (params: URLSearchParams): Fields => {
  const alarms = params.getAll('alarm');
  return { ...Object.fromEntries(params), ...(alarms.length > 0 ? { alarm: alarms } : {}) };
};

/** Reads a body by what is in it, since apps name the wrong type or none; with or without a byte order mark. */
export const readSent = (body: string): Result<Sent, string> => {
  const text = body.replace(/^\uFEFF/, '');
  if (!/^\s*[[{]/.test(text)) return ok({ is: 'form', fields: fieldsOf(new URLSearchParams(text.trim())) });
  try {
    const value: unknown = JSON.parse(text);
    return ok({ is: 'json', value });
  } catch {
    return err('body: is not JSON');
  }
};

/** Names under which clients send their device. */
const DEVICE_NAMES = ['id', 'deviceid', 'device_id', 'deviceId'] as const;

/** The device of `owntracks/USER/DEVICE`; null where there is no topic. */
const deviceOfTopic = ({ topic }: Fields): string | null => textIn(topic)?.split('/').at(-1) ?? null;

/** Whom fields name. What the message itself says counts before what stands beside it, in the query. */
export const identityIn = (own: Fields, beside: Fields): Identity => {
  const deviceIn = (fields: Fields): string | null =>
    DEVICE_NAMES.map((name) => textIn(fields[name])).find((text) => text !== null) ?? null;
  return {
    identity: deviceIn(own) ?? deviceIn(beside),
    token: textIn(own['token']) ?? textIn(beside['token']),
    topic: deviceOfTopic(own),
  };
};
