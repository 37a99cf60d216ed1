import type { Handle, PersonId } from '../../../../shared/domain/ids.ts';
import { serverEvents } from '../../../../shared/protocol/messages.ts';
import { decodePresence, encodePresence } from '../../../../shared/protocol/presence.ts';
import type { PresenceFrame, SubjectPresence } from '../../../../shared/protocol/presence.ts';
import { messageOf } from './tape.ts';
import type { Packet } from './tape.ts';
import type { Truth } from './truth.ts';

/** What a server that leaks would have sent: packets put behind the last one of a tape that holds none. */
export type Plant = (tape: readonly Packet[], last: Packet) => readonly (string | Uint8Array)[];

export const withPlant = (tape: readonly Packet[], plant: Plant): readonly Packet[] => {
  const last = tape.at(-1);
  if (last === undefined) throw new Error('an empty tape');
  return [...tape, ...plant(tape, last).map((data): Packet => ({ ...last, way: 'in', data }))];
};

const PRESENCE = '51-["presence",{"_placeholder":true,"num":0}]';

const frames = (tape: readonly Packet[]): readonly PresenceFrame[] =>
  tape.flatMap(({ way, data }) => {
    const frame = way === 'in' && typeof data !== 'string' ? decodePresence(new Uint8Array(data)) : null;
    return frame?.ok === true ? [frame.value] : [];
  });

const first = <T>(of: readonly T[], what: string): T => {
  const [one] = of;
  if (one === undefined) throw new Error(`the day has no ${what}`);
  return one;
};

/** A note of somebody that the server itself would have written a place into. */
export const inNote =
  (text: string): Plant =>
  (_tape, { at_ms, head }) => {
    const body = { kind: 'note.added', text };
    const entry = { seq: head, recordedAt_ms: at_ms, at_ms, incidentId: null, commandId: null, body };
    return [`2${JSON.stringify(['entries', serverEvents.entries.parse([{ ...entry, actor: { type: 'system' } }])])}`];
  };

export const inError =
  (field: string): Plant =>
  () => [`3999${JSON.stringify([{ ok: false, error: { reason: 'invalid', field } }])}`];

export const inEvent =
  (payload: unknown): Plant =>
  () => [`2${JSON.stringify(['simulatorState', payload])}`];

/** The last frame again, with one more in it. */
const oneMore =
  (subject: (frame: PresenceFrame) => SubjectPresence): Plant =>
  (tape) => {
    const frame = first(frames(tape).slice(-1), 'frame');
    return [PRESENCE, encodePresence({ ...frame, subjects: [...frame.subjects, subject(frame)] })];
  };

const handleOf = (truth: Truth, person: PersonId): Handle =>
  first(
    [...truth.people].filter(([, id]) => id === person).map(([handle]) => handle),
    `person ${person}`,
  );

export const personInFrame = (truth: Truth, person: PersonId): Plant =>
  oneMore((frame) => ({ ...first(frame.subjects, 'patrol'), handle: handleOf(truth, person) }));

/** A person's place under the number of a patrol. */
export const placeOfPatrol = (lon: number, lat: number): Plant =>
  oneMore((frame) => ({ ...first(frame.subjects, 'patrol'), lon, lat }));

/** A frame that was right when it came, once more at the end of the day. */
export const frameAgain =
  (truth: Truth): Plant =>
  (tape) => {
    const people = frames(tape).filter(({ subjects }) => subjects.some(({ handle }) => truth.people.has(handle)));
    return [PRESENCE, encodePresence(first(people, 'frame with people'))];
  };

/** The time to contact of a pair neither of whom is open. */
export const contactAtWarning = (): Plant => (tape) => {
  const warned = frames(tape).filter(({ subjects, relations }) => subjects.length > 0 && relations.length > 0);
  const frame = first(warned, 'frame with a relation');
  const relations = frame.relations.map((one) => ({ ...one, contact: { expected_s: 60, from_s: 50, to_s: 80 } }));
  return [PRESENCE, encodePresence({ ...frame, subjects: [], relations })];
};

/** The first text packet that another socket was rightly sent. */
export const fromOther =
  (other: readonly Packet[], event: string): Plant =>
  () => {
    const texts = other.flatMap(({ way, data }) => (way === 'in' && typeof data === 'string' ? [data] : []));
    const found = texts.filter((text) => {
      const message = messageOf(text);
      return message.kind === 'event' && message.name === event;
    });
    return [first(found, event)];
  };

/** Recorded positions another socket was rightly given, as the answer to this one's own question for the same. */
export const positionsOf =
  (other: readonly Packet[]): Plant =>
  (tape) => {
    const questions = (of: readonly Packet[]): readonly (readonly [question: string, ack: string])[] =>
      of.flatMap(({ way, data }) => {
        const message = way === 'out' && typeof data === 'string' ? messageOf(data) : null;
        if (message?.kind !== 'event' || message.name !== 'positions' || message.ack === null) return [];
        return [[JSON.stringify(message.payload), message.ack] as const];
      });
    const given = other.flatMap(({ way, data }) => {
      const message = way === 'in' && typeof data === 'string' ? messageOf(data) : null;
      return message?.kind === 'answer' && JSON.stringify(message.payload).includes('"tracks":[{') ? [message] : [];
    });
    const mine = new Map(questions(tape));
    const theirs = new Map(questions(other).map(([question, ack]) => [ack, question]));
    const same = given.flatMap(({ ack, payload }) => {
      const own = mine.get(theirs.get(ack) ?? '');
      return own === undefined ? [] : [`3${own}${JSON.stringify([payload])}`];
    });
    return [first(same, 'answer to the same question')];
  };
