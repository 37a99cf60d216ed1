import { createSecretKey } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Monitoring } from '../index.ts';
import type { Press } from '../rules/engine.ts';
import type { Setup } from '../setup.ts';
import { done, refuse, unauthorised } from './answers.ts';
import type { Answer } from './answers.ts';
import { noFate } from './fates.ts';
import type { Fate } from './fates.ts';
import type { Message } from './forms/message.ts';
import { readMessages } from './forms/read.ts';
import { textIn, timeIn } from './forms/values.ts';
import { createGuidanceRoute } from './guidance.ts';
import { createHearing } from './hearing.ts';
import type { Happened, HearingPorts, Pressed } from './hearing.ts';
import { parseJson, parsed, readFields } from './parsed.ts';
import type { Asked, Route } from './route.ts';
import { DeviceEventIn, Sos } from './schemas.ts';
import { isTokenOf } from './tokens.ts';

export type RoutesPorts = HearingPorts & {
  readonly monitoring: HearingPorts['monitoring'] & Pick<Monitoring, 'mailbox'>;
  readonly people: Setup['people'];
  readonly deviceKey: Uint8Array;
  /** Puts presses on disk: at once, or together with others that come in the same moment. */
  readonly press: (pressed: readonly Press[]) => readonly Pressed[] | Promise<readonly Pressed[]>;
};

/** Presses of one person that one request may hold; what goes beyond is the same as the last of them. */
const MOST_PRESSES = 100;
/** Messages of one request that are heard before others get their turn: some tens of milliseconds. */
const AT_ONCE = 100;

const notStored = (): Answer => refuse(503, 'store-failed', 'the event could not be stored; send it again');

const sum = (fates: readonly Fate[], odd = 0): Readonly<Record<string, number>> => {
  const refused: Record<string, number> = odd === 0 ? {} : { 'odd-message': odd };
  for (const fate of fates) {
    for (const [reason, n] of Object.entries(fate.refused)) refused[reason] = (refused[reason] ?? 0) + n;
  }
  return refused;
};

/** Answer to messages that were heard: 200 whatever was in them, but for what is to be sent again and what can never be read. */
const answerTo = (fates: readonly Fate[], odd: number): Answer => {
  if (fates.some((fate) => fate.notStored)) return notStored();
  const lost = fates.find((fate) => fate.fault !== null);
  // A gateway's list is answered for all of it: one device that is set up wrongly must not hold up the others.
  if (fates.length === 1 && odd === 0 && typeof lost?.fault === 'string') {
    return { ...refuse(400, 'unreadable', lost.fault), reason: null }; // counted when it was heard
  }
  return done({ accepted: fates.reduce((n, fate) => n + fate.accepted, 0), refused: sum(fates, odd) });
};

/** The HTTP doors for devices. Each reads, then checks the token, then hands over what was said. */
export const createRoutes = (ports: RoutesPorts) => {
  const { monitoring, now, fates } = ports;
  const deviceKey = createSecretKey(ports.deviceKey);
  const byDevice = new Map<string, Person>(ports.people.map((person) => [person.deviceId, person]));
  const { pressIn, hear } = createHearing(ports);

  /** Puts the presses of one request on disk: of one person no more than can be meant, and the same once. */
  const pressAll = (presses: readonly Press[]): readonly Pressed[] | Promise<readonly Pressed[]> => {
    const slots = new Map<string, number>();
    const distinct: Press[] = [];
    const slotOf = presses.map((press) => {
      const own = distinct.filter(({ person }) => person === press.person).length;
      const key = own < MOST_PRESSES ? `${press.person} ${press.stamp ?? own}` : press.person;
      const slot = slots.get(key) ?? distinct.push(press) - 1;
      slots.set(key, slot).set(press.person, slot);
      return slot;
    });
    const answersOf = (pressed: readonly Pressed[]): readonly Pressed[] =>
      slotOf.map((slot) => pressed[slot] ?? err('store-failed'));
    const pressed = ports.press(distinct);
    return pressed instanceof Promise ? pressed.then(answersOf) : answersOf(pressed);
  };

  /**
   * Hears messages, the buttons in them first; a promise only where a button is, so that a place waits for nothing, or where they are so
   * many that others get their turn in between.
   */
  const hearAll = (
    said: readonly (readonly [Person, Message])[],
    then: (fates: readonly Fate[]) => Answer,
  ): Answer | Promise<Answer> => {
    const buttons = said.map(([person, message]) => pressIn(person, message));
    const presses = buttons.filter((press) => press !== null);
    const rest = (pressed: readonly Pressed[]): Answer | Promise<Answer> => {
      const answers = pressed[Symbol.iterator]();
      const happened: Happened = new Map();
      const heard: Fate[] = [];
      const hearSlice = (): void => {
        for (const [person, message] of said.slice(heard.length, heard.length + AT_ONCE)) {
          const ofButton = buttons[heard.length] === null ? ok(null) : (answers.next().value ?? ok(null));
          heard.push(hear(person, message, ofButton, happened));
        }
      };
      hearSlice();
      if (heard.length === said.length) return then(heard);
      const goOn = async (): Promise<Answer> => {
        while (heard.length < said.length) {
          await setImmediate();
          hearSlice();
        }
        return then(heard);
      };
      return goOn();
    };
    const pressed = presses.length === 0 ? [] : pressAll(presses);
    return pressed instanceof Promise ? pressed.then(rest) : rest(pressed);
  };

  const authenticate = (deviceId: string, ...tokens: readonly (string | null | undefined)[]): Person | null => {
    const person = byDevice.get(deviceId);
    const given = tokens.filter((token): token is string => typeof token === 'string' && token !== '');
    if (given.some((token) => isTokenOf(deviceKey, deviceId, token)) && person !== undefined) return person;
    if (person !== undefined) fates.tell({ ...noFate(person.deviceId, now()), tokenWrong: true });
    return null;
  };

  const sign = (person: Person, ...signs: readonly DeviceSign[]): void =>
    monitoring.ingestSigns(person.id, [{ kind: 'heard' }, ...signs], now());

  const senderOf = ({ identity, token }: Message, { query, bearer, user }: Asked): Person | null => {
    const [deviceId = '', suffix] = (identity ?? user ?? '').split('~', 2);
    return authenticate(deviceId, token, query.get('token'), suffix, bearer);
  };

  const reports: Route = (asked) => {
    const read = readMessages(asked, ports.policy.uncertainty.hdop_m);
    const nothing = (error: string, then: (person: Person) => Answer): Answer => {
      const { query, bearer, user } = asked;
      const [deviceId = '', suffix] = (query.get('id') ?? user ?? '').split('~', 2);
      const person = authenticate(deviceId, query.get('token'), suffix, bearer);
      return person === null ? refuse(400, 'invalid', error) : then(person);
    };
    if (!read.ok) {
      return nothing(read.error, (person) => {
        sign(person, { kind: 'set-up-wrongly' });
        return refuse(400, 'invalid', read.error);
      });
    }
    const { messages, odd } = read.value;
    for (let n = odd; n > 0; n -= 1) ports.count('odd-message');
    if (messages.length === 0) {
      return nothing('body: holds no message', (person) => {
        sign(person);
        return answerTo([], odd);
      });
    }
    if (messages.every(({ identity }) => identity === null) && asked.user === null) {
      return refuse(400, 'invalid', 'id: is missing (a device reports to /osmand with id and token)');
    }
    const senders = messages.map((message) => senderOf(message, asked));
    const known = messages.flatMap((message, index): readonly (readonly [Person, Message])[] => {
      const person = senders[index];
      return person === null || person === undefined ? [] : [[person, message]];
    });
    if (known.length === messages.length) {
      return hearAll(known, (heard) => {
        const answer = answerTo(heard, odd);
        return answer.status === 200 && messages.every(({ wantsList }) => wantsList) ? { ...answer, body: [] } : answer;
      });
    }
    // A wrong token never half works, so that a gateway notices; but a button is heard whatever is wrong beside it.
    const alarms = known.filter(([, message]) => message.alarms.length > 0);
    return hearAll(
      alarms.map(([person, message]) => [person, { ...message, places: [] }]),
      unauthorised,
    );
  };

  /** A message of one alarm and nothing else. */
  const alarm = (name: string, at_ms: number | null, stamp: string | null): Message => ({
    identity: null,
    token: null,
    places: [],
    alarms: [name],
    at_ms,
    stamp,
    wantsList: false,
  });
  const eventAnswer = (heard: readonly Fate[]): Answer => {
    if (heard.some((fate) => fate.notStored)) return notStored();
    const refused = sum(heard);
    return Object.keys(refused).length === 0 ? done({ accepted: 1 }) : done({ accepted: 0, refused });
  };

  const sos: Route = ({ query, body, bearer }) =>
    parsed(Sos, readFields(query, body), ({ deviceId, token, at }) => {
      const [id = '', suffix] = deviceId.split('~', 2);
      const person = authenticate(id, token, query.get('token'), suffix, bearer);
      if (person === null) return unauthorised();
      if (person.role !== 'victim') return refuse(400, 'invalid', "deviceId: is not a victim's device");
      return hearAll([[person, alarm('sos', null, textIn(at))]], eventAnswer);
    });

  const events: Route = ({ query, body, bearer }) =>
    parsed(DeviceEventIn, parseJson(body), ({ deviceId, token, kind, at }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      const at_ms = timeIn(at);
      return hearAll([[person, alarm(kind, at_ms === 'unreadable' ? null : at_ms, null)]], eventAnswer);
    });

  const guidance = createGuidanceRoute(monitoring.mailbox, (...credentials) => {
    const person = authenticate(...credentials);
    if (person !== null) sign(person);
    return person;
  });

  return { reports, sos, events, guidance };
};
