import type { Person } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { AlarmAnswer, DeviceAlarm } from '../ports/devices.ts';
import type { Fate } from './fates.ts';
import type { Message } from './forms/message.ts';
import type { createHearing } from './hearing.ts';
import { inTurns } from './turns.ts';

/** A message, and the person whose device has proved to have sent it. */
export type From = readonly [Person, Message];

/** How many things a message holds that take time to hear. */
export const sizeOf = ({ places, alarms }: Message): number => places.length + alarms.length;

/** What became of the messages of one request. */
export type Heard = {
  messages: number;
  /** Alarms that are on disk, now or since before. */
  alarms: number;
  accepted: number;
  readonly refused: Record<string, number>;
  /** A press of the button is among them and on disk, now or since before. */
  pressed: boolean;
  /** Something of them could not be stored, so that it has to be sent again. */
  notStored: boolean;
  /** The field of one of them that can never be read. */
  fault: string | null;
};

/** Puts alarms on disk: at once, or together with others that come in the same moment. */
export type PutAlarms = (alarms: readonly DeviceAlarm[]) => readonly AlarmAnswer[] | Promise<readonly AlarmAnswer[]>;

/** Alarms of one kind and person that one request may hold; what goes beyond is the same as the last of them. */
const MOST_ALARMS = 100;

/** The alarms of one request: the same once, and of one kind and person no more than can be meant. */
const createAlarmList = () => {
  const distinct: DeviceAlarm[] = [];
  const slots = new Map<string, number>();
  const counts = new Map<string, number>();
  return {
    distinct,
    /** Where in `distinct` the alarm is. */
    add: (alarm: DeviceAlarm): number => {
      const { kind, person, stamp } = alarm;
      const group = `${kind} ${person}`;
      const count = counts.get(group) ?? 0;
      // Each press without a stamp is one; of events without a moment the same again says nothing new.
      const key = `${group} ${stamp === null ? (kind === 'sos' ? `press ${count}` : 'event') : `stamped ${stamp}`}`;
      const known = slots.get(key) ?? (count < MOST_ALARMS ? undefined : slots.get(group));
      if (known !== undefined) return known;
      const slot = distinct.push(alarm) - 1;
      counts.set(group, count + 1);
      slots.set(key, slot).set(group, slot);
      return slot;
    },
  };
};

const NO_SLOTS: readonly number[] = [];

/**
 * Hears the messages of one request: their alarms first and in one write, whatever stands before them, then each message in its order. A
 * promise only where an alarm is, so that a place waits for nothing, or where they are many.
 */
export const createHearAll =
  ({ alarmsIn, hear }: ReturnType<typeof createHearing>, putAlarms: PutAlarms, bulkhead: Pick<Bulkhead, 'run'>) =>
  <A>(said: readonly From[], then: (heard: Heard) => A): A | Promise<A> => {
    const list = createAlarmList();
    const slotsOf: (readonly number[])[] = [];
    const heard: Heard = {
      messages: 0,
      alarms: 0,
      accepted: 0,
      refused: {},
      pressed: false,
      notStored: false,
      fault: null,
    };

    const note = ({ accepted, refused, press, notStored, fault }: Fate): void => {
      heard.messages += 1;
      heard.accepted += accepted;
      heard.pressed ||= press === 'raised' || press === 'known';
      heard.notStored ||= notStored;
      heard.fault ??= fault;
      for (const [reason, n] of Object.entries(refused)) heard.refused[reason] = (heard.refused[reason] ?? 0) + n;
    };
    /** What cannot be heard costs no other device of the request its message. */
    const passOver = (): void => {
      heard.messages += 1;
      heard.refused['failed'] = (heard.refused['failed'] ?? 0) + 1;
    };
    const toldBefore = new Set<number>();
    /** What became of the alarm in a slot; another message of the same request that holds it too says nothing new. */
    const toldIn = (told: readonly AlarmAnswer[], slot: number): AlarmAnswer => {
      const one = told[slot] ?? err('store-failed');
      const isAgain = toldBefore.has(slot);
      toldBefore.add(slot);
      return one.ok && isAgain ? ok('known') : one;
    };
    const hearEach = (told: readonly AlarmAnswer[]): A | Promise<A> =>
      inTurns(
        said,
        ([person, message], index) => {
          const ofMessage = (slotsOf[index] ?? NO_SLOTS).map((slot) => toldIn(told, slot));
          heard.alarms += ofMessage.filter(({ ok: isOnDisk }) => isOnDisk).length;
          const isHeard = bulkhead.run('devices', person.id, () => note(hear(person, message, ofMessage)));
          if (!isHeard) passOver();
          return sizeOf(message);
        },
        () => then(heard),
      );
    return inTurns(
      said,
      ([person, message]) => {
        let slots = NO_SLOTS;
        const isRead = bulkhead.run('devices', `alarms of ${person.id}`, () => {
          slots = alarmsIn(person, message).map(list.add);
        });
        // Whether it held a button is not known: it is to be sent again.
        heard.notStored ||= !isRead;
        slotsOf.push(slots);
        return message.alarms.length;
      },
      () => {
        const told = list.distinct.length === 0 ? [] : putAlarms(list.distinct);
        return told instanceof Promise ? told.then(hearEach) : hearEach(told);
      },
    );
  };
