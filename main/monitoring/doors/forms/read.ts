import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Asked } from '../route.ts';
import { readBatch } from './batch.ts';
import { readClientJson } from './clientJson.ts';
import { readFlat } from './flat.ts';
import type { Fields, Message, Said } from './message.ts';
import { readOwnTracks } from './ownTracks.ts';
import { fieldsOf, identityIn, readSent } from './sent.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Reads one message from its own fields and those that stand beside it, in the query. */
export type ReadForm = (own: Fields, beside: Fields) => Said;

/**
 * What a message says, and what stands beside it in the query where it says nothing; of alarms both count. Forms are told apart by what is
 * in them and not by where they were sent, so that a wrong path costs nothing.
 */
export const reportForm =
  (hdop_m: number): ReadForm =>
  (own, beside) => {
    const alarm = 'alarm' in beside ? { alarm: [...listOf(beside['alarm']), ...listOf(own['alarm'])] } : {};
    const fields: Fields = { ...beside, ...own, ...alarm };
    if ('fixes' in fields) return readBatch(fields, hdop_m);
    if ('_type' in fields) return readOwnTracks(fields, hdop_m);
    // A location of the client's JSON without what it is usually wrapped in.
    if ('coords' in own) return readClientJson({ ...beside, location: own }, hdop_m);
    if (typeof fields['location'] === 'object') return readClientJson(fields, hdop_m);
    return readFlat(fields, hdop_m);
  };

/** The device that fields name, without its token. */
const deviceIn = (fields: Fields): string | null => identityIn(fields, {}).identity?.split('~', 1)[0]?.trim() ?? null;

/** What a query says by itself, so that it is heard whatever the body beside it is; null where it holds neither an alarm nor a place. */
export const readQuery = (query: URLSearchParams, readForm: ReadForm): Message | null => {
  const fields = fieldsOf(query);
  const message: Message = { ...identityIn(fields, {}), ...readForm({}, fields) };
  const hasPlace = message.places.some(({ kind }) => kind !== 'no-place' && kind !== 'unreadable');
  return hasPlace || message.alarms.some((name) => name !== '') ? message : null;
};

/** What a request holds: its elements, of which each is read when its turn comes; null for one that is no message. */
export type Sendings = {
  readonly elements: readonly unknown[];
  readonly read: (element: unknown) => Message | null;
};

/** Lists in lists are taken apart so deep. */
const DEEPEST = 3;

/**
 * The messages of one request, each read by `readForm`. A body in JSON may hold one or, from a gateway, a list, of which an odd element
 * takes nothing from the others; anything else is a form. What the query says counts where the body says nothing.
 */
export const openMessages = ({ query, body }: Asked, readForm: ReadForm): Result<Sendings, string> => {
  const sent = readSent(body);
  if (!sent.ok) return sent;
  const beside = fieldsOf(query);
  const device = deviceIn(beside);
  /** A place of another device would move this one; a button rather sounds for one too many than for nobody. */
  const alarmsBeside: Fields = 'alarm' in beside ? { alarm: beside['alarm'] } : {};
  const readFields = (own: Fields): Message => {
    const named = device === null ? null : deviceIn(own);
    const isAnothers = named !== null && named !== device;
    return { ...identityIn(own, beside), ...readForm(own, isAnothers ? alarmsBeside : beside) };
  };
  if (sent.value.is === 'form') {
    const { fields } = sent.value;
    return ok({ elements: [fields], read: () => readFields(fields) });
  }
  const { value } = sent.value;
  return ok({
    elements: Array.isArray(value) ? value.flat(DEEPEST) : [value],
    read: (element) => {
      if (typeof element !== 'object' || element === null || Array.isArray(element)) return null;
      try {
        return readFields({ ...element });
      } catch {
        // What nobody thought of must not cost the others of the list, a button among them.
        return null;
      }
    },
  });
};
