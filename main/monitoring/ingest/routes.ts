import { createSecretKey } from 'node:crypto';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import { ok } from '../../../shared/domain/result.ts';
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
import type { HearingPorts, Pressed } from './hearing.ts';
import { parseJson, parsed } from './parsed.ts';
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

const notStored = (): Answer => refuse(503, 'store-failed', 'the event could not be stored; send it again');

const sum = (fates: readonly Fate[]): Readonly<Record<string, number>> => {
  const refused: Record<string, number> = {};
  for (const fate of fates) {
    for (const [reason, n] of Object.entries(fate.refused)) refused[reason] = (refused[reason] ?? 0) + n;
  }
  return refused;
};

/** Answer to messages that were heard: 200 whatever was in them, but for what is to be sent again and what can never be read. */
const answerTo = (fates: readonly Fate[]): Answer => {
  if (fates.some((fate) => fate.notStored)) return notStored();
  const lost = fates.find((fate) => fate.fault !== null);
  // A gateway's list is answered for all of it: one device that is set up wrongly must not hold up the others.
  if (fates.length === 1 && typeof lost?.fault === 'string') {
    return { ...refuse(400, 'unreadable', lost.fault), reason: null }; // counted when it was heard
  }
  return done({ accepted: fates.reduce((n, fate) => n + fate.accepted, 0), refused: sum(fates) });
};

/** The HTTP doors for devices. Each reads, then checks the token, then hands over what was said. */
export const createRoutes = (ports: RoutesPorts) => {
  const { monitoring, now, fates } = ports;
  const deviceKey = createSecretKey(ports.deviceKey);
  const byDevice = new Map<string, Person>(ports.people.map((person) => [person.deviceId, person]));
  const { pressIn, hear } = createHearing(ports);

  /** Hears messages, the buttons in them first; a promise only where a button is, so that a place waits for nothing. */
  const hearAll = (
    said: readonly (readonly [Person, Message])[],
    then: (fates: readonly Fate[]) => Answer,
  ): Answer | Promise<Answer> => {
    const buttons = said.map(([person, message]) => pressIn(person, message));
    const presses = buttons.filter((press) => press !== null);
    const rest = (pressed: readonly Pressed[]): Answer => {
      const answers = pressed[Symbol.iterator]();
      const of = (press: Press | null): Pressed => (press === null ? ok(null) : (answers.next().value ?? ok(null)));
      return then(said.map(([person, message], index) => hear(person, message, of(buttons[index] ?? null))));
    };
    const pressed = presses.length === 0 ? [] : ports.press(presses);
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
    if (!read.ok) {
      const { query, bearer, user } = asked;
      const [deviceId = '', suffix] = (query.get('id') ?? user ?? '').split('~', 2);
      const person = authenticate(deviceId, query.get('token'), suffix, bearer);
      if (person !== null) sign(person, { kind: 'set-up-wrongly' });
      return refuse(400, 'invalid', read.error);
    }
    const messages = read.value;
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
        const answer = answerTo(heard);
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
    parsed(Sos, parseJson(body), ({ deviceId, token, at }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
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
