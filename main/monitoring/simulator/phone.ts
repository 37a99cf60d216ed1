import { z } from 'zod';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { formOf } from './phoneForms.ts';
import type { Measured, PhoneForm, PhoneRequest } from './phoneForms.ts';

/**
 * How a client behaves, as its public sources and documentation say (docs/devices.md). `stop`: once it has not moved farther than
 * `radius_m` for `after_s` it takes no more places but at a heartbeat, with a fresh place or with none.
 */
export type PhoneHabit = {
  readonly form: PhoneForm;
  readonly stop: {
    readonly after_s: number;
    readonly radius_m: number;
    readonly heartbeat_s: number;
    readonly withPlace: boolean;
  } | null;
  /** Wait before the head of the queue is tried again, by how often it has failed. */
  readonly retry_s: (failures: number) => number;
  /** Tries of one message before the client gives it up. */
  readonly tries: number;
  /** Hands in everything of the last so many seconds once more: a file that is uploaded beside the live messages. */
  readonly handsInAgain_s: number | null;
};

const DAY_S = 86_400;
const FOR_EVER = Number.POSITIVE_INFINITY;

/** The clients that docs/devices.md is about. */
export const PHONE_HABITS = {
  /** Traccar Client up to 8.x: a row a place, head first, the same again every 30 s. */
  'traccar-8': { form: 'traccar-query', stop: null, retry_s: () => 30, tries: FOR_EVER, handsInAgain_s: null },
  /** Traccar Client 9.x: JSON; still for 5 min it sends heartbeats with a fresh place. */
  'traccar-9': {
    form: 'traccar-json',
    stop: { after_s: 300, radius_m: 25, heartbeat_s: 60, withPlace: true },
    retry_s: () => 60,
    tries: FOR_EVER,
    handsInAgain_s: null,
  },
  /** Traccar Client on its later SDK: the query again, and heartbeats that name no place. */
  'traccar-sdk': {
    form: 'traccar-query',
    stop: { after_s: 60, radius_m: 25, heartbeat_s: 60, withPlace: false },
    retry_s: (failures) => Math.min(300, 5 * 2 ** failures),
    tries: FOR_EVER,
    handsInAgain_s: null,
  },
  /** OwnTracks in move mode: back to the head of the queue, waiting longer each time, up to two minutes. */
  owntracks: {
    form: 'owntracks',
    stop: null,
    retry_s: (failures) => Math.min(120, 2 ** failures),
    tries: FOR_EVER,
    handsInAgain_s: null,
  },
  /** GPSLogger's custom URL: gives up after some tries, and uploads the whole day's file at night. */
  gpslogger: { form: 'gpslogger', stop: null, retry_s: () => 30, tries: 5, handsInAgain_s: DAY_S },
} as const satisfies Readonly<Record<string, PhoneHabit>>;

export const PhoneClient = z.enum(Object.keys(PHONE_HABITS) as [keyof typeof PHONE_HABITS]); // keys of that very object
export type PhoneClient = z.infer<typeof PhoneClient>;

/** A simulated phone: it queues what it has to say and repeats its head until it is answered with 2xx. It has no clock and no socket. */
export type Phone = {
  /** The receiver has a place; true where the phone found it worth a message. */
  readonly measure: (measured: Measured, now_ms: number) => boolean;
  /** The receiver has none: only a heartbeat may be due. */
  readonly search: (now_ms: number) => void;
  /** The emergency button: the client asks its receiver for a place, and sends without one where it has none. */
  readonly press: (measured: Measured | null, now_ms: number) => void;
  /** What the phone sends now; null while it has nothing to send or waits before a retry. */
  readonly next: (now_ms: number) => PhoneRequest | null;
  /** The status that came back for it; null where nobody answered. */
  readonly answered: (status: number | null, now_ms: number) => void;
  /** How far the phone's clock is ahead from now on, milliseconds. */
  readonly setClock: (ahead_ms: number) => void;
  readonly waiting: () => number;
  /** Messages that the client gave up. */
  readonly lost: () => number;
};

type Waiting = { readonly request: PhoneRequest; readonly queued_ms: number; failures: number };

export const createPhone = (client: PhoneClient, identity: string): Phone => {
  const habit: PhoneHabit = PHONE_HABITS[client];
  const form = formOf(habit.form);
  const queue: Waiting[] = [];
  let sentAlready: Waiting[] = [];
  let ahead_ms = 0;
  let retryAt_ms = 0;
  /** Where and since when the phone has been still. */
  let still: { readonly at: Measured; readonly since_ms: number } | null = null;
  let beat_ms = Number.NEGATIVE_INFINITY;
  let handedIn_ms: number | null = null;
  let lost = 0;

  const queueUp = (place: Measured | null, now_ms: number, alarm: string | null): void => {
    queue.push({ request: form({ identity, at_ms: now_ms + ahead_ms, place, alarm }), queued_ms: now_ms, failures: 0 });
  };

  const isBeatDue = (now_ms: number): boolean =>
    habit.stop !== null && now_ms - beat_ms >= habit.stop.heartbeat_s * 1000;
  const isStill = (now_ms: number): boolean =>
    habit.stop !== null && still !== null && now_ms - still.since_ms >= habit.stop.after_s * 1000;

  const measure: Phone['measure'] = (measured, now_ms) => {
    const radius_m = habit.stop?.radius_m ?? 0;
    const here = [measured.lon, measured.lat] as const;
    if (still === null || distance_m([still.at.lon, still.at.lat], here) > radius_m)
      still = { at: measured, since_ms: now_ms };
    if (isStill(now_ms) && !isBeatDue(now_ms)) return false;
    const isNamed = !isStill(now_ms) || habit.stop?.withPlace === true;
    if (isStill(now_ms)) beat_ms = now_ms;
    queueUp(isNamed ? measured : null, now_ms, null);
    return isNamed;
  };

  const handIn = (now_ms: number): void => {
    if (habit.handsInAgain_s === null) return;
    handedIn_ms ??= now_ms;
    if (now_ms - handedIn_ms < habit.handsInAgain_s * 1000) return;
    handedIn_ms = now_ms;
    queue.push(...sentAlready.map(({ request }) => ({ request, queued_ms: now_ms, failures: 0 })));
    sentAlready = [];
  };

  return {
    measure,
    search: (now_ms) => {
      if (!isBeatDue(now_ms)) return;
      beat_ms = now_ms;
      queueUp(null, now_ms, null);
    },
    press: (measured, now_ms) => queueUp(measured, now_ms, 'sos'),
    next: (now_ms) => {
      handIn(now_ms);
      return now_ms < retryAt_ms ? null : (queue[0]?.request ?? null);
    },
    answered: (status, now_ms) => {
      const head = queue[0];
      if (head === undefined) return;
      if (status !== null && status >= 200 && status < 300) {
        if (habit.handsInAgain_s !== null && head.queued_ms > now_ms - habit.handsInAgain_s * 1000)
          sentAlready.push(head);
        queue.shift();
        return;
      }
      head.failures += 1;
      retryAt_ms = now_ms + habit.retry_s(head.failures) * 1000;
      if (head.failures < habit.tries) return;
      queue.shift();
      lost += 1;
    },
    setClock: (to_ms) => {
      ahead_ms = to_ms;
    },
    waiting: () => queue.length,
    lost: () => lost,
  };
};
