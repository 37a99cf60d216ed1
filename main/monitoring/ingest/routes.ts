import { createSecretKey } from 'node:crypto';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Monitoring } from '../index.ts';
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
import type { HearingPorts } from './hearing.ts';
import { parseJson, parsed } from './parsed.ts';
import type { Asked, Route } from './route.ts';
import { DeviceEventIn, Sos } from './schemas.ts';
import { isTokenOf } from './tokens.ts';

export type RoutesPorts = HearingPorts & {
  readonly monitoring: HearingPorts['monitoring'] & Pick<Monitoring, 'mailbox'>;
  readonly people: Setup['people'];
  readonly deviceKey: Uint8Array;
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
  const { hear } = createHearing(ports);

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
      const answer = answerTo(known.map(([person, message]) => hear(person, message)));
      return answer.status === 200 && messages.every(({ wantsList }) => wantsList) ? { ...answer, body: [] } : answer;
    }
    // A wrong token never half works, so that a gateway notices; but a button is heard whatever is wrong beside it.
    for (const [person, message] of known) {
      if (message.alarms.length > 0) hear(person, { ...message, places: [] });
    }
    return unauthorised();
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
  const eventAnswer = (fate: Fate): Answer => {
    if (fate.notStored) return notStored();
    return Object.keys(fate.refused).length === 0
      ? done({ accepted: 1 })
      : done({ accepted: 0, refused: fate.refused });
  };

  const sos: Route = ({ query, body, bearer }) =>
    parsed(Sos, parseJson(body), ({ deviceId, token, at }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      if (person.role !== 'victim') return refuse(400, 'invalid', "deviceId: is not a victim's device");
      return eventAnswer(hear(person, alarm('sos', null, textIn(at))));
    });

  const events: Route = ({ query, body, bearer }) =>
    parsed(DeviceEventIn, parseJson(body), ({ deviceId, token, kind, at }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      const at_ms = timeIn(at);
      return eventAnswer(hear(person, alarm(kind, at_ms === 'unreadable' ? null : at_ms, null)));
    });

  const guidance = createGuidanceRoute(monitoring.mailbox, (...credentials) => {
    const person = authenticate(...credentials);
    if (person !== null) sign(person);
    return person;
  });

  return { reports, sos, events, guidance };
};
