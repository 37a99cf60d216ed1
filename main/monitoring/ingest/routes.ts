import { createSecretKey } from 'node:crypto';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Monitoring } from '../index.ts';
import type { Setup } from '../setup.ts';
import { done, refuse, unauthorised } from './answers.ts';
import type { Answer } from './answers.ts';
import { noFate } from './fates.ts';
import type { Identity, Message } from './forms/message.ts';
import { openMessages } from './forms/read.ts';
import { fieldsOf, identityIn } from './forms/sent.ts';
import { textIn, timeIn } from './forms/values.ts';
import { answerGuidance } from './guidance.ts';
import { createHearAll, sizeOf } from './hearAll.ts';
import type { From, Heard, PutAlarms } from './hearAll.ts';
import { createHearing } from './hearing.ts';
import type { HearingPorts } from './hearing.ts';
import { parsed, readFields } from './parsed.ts';
import type { Asked, Route } from './route.ts';
import { DeviceEventIn } from './schemas.ts';
import { isTokenOf } from './tokens.ts';
import { inTurns } from './turns.ts';

export type RoutesPorts = HearingPorts & {
  readonly monitoring: HearingPorts['monitoring'] & Pick<Monitoring, 'mailbox'>;
  readonly people: Setup['people'];
  readonly deviceKey: Uint8Array;
  readonly putAlarms: PutAlarms;
};

const notStored = (): Answer => refuse(503, 'store-failed', 'the event could not be stored; send it again');
const noDevice = (): Answer => refuse(400, 'invalid', 'id: is missing (a device reports to /osmand with id and token)');

/** Answer to messages that were heard: 200 whatever was in them, but for what is to be sent again and what can never be read. */
const answerTo = (heard: Heard, odd: number): Answer => {
  if (heard.notStored) return notStored();
  // A gateway's list is answered for all of it: one device that is set up wrongly must not hold up the others.
  if (heard.messages === 1 && odd === 0 && heard.fault !== null) {
    return { ...refuse(400, 'unreadable', heard.fault), reason: null }; // counted when it was heard
  }
  return done({
    accepted: heard.accepted,
    refused: odd === 0 ? heard.refused : { 'odd-message': odd, ...heard.refused },
  });
};

/** Answer to a press or an event that came to a door of its own. */
const alarmAnswer = ({ notStored: isNotStored, refused }: Heard): Answer => {
  if (isNotStored) return notStored();
  return Object.keys(refused).length === 0 ? done({ accepted: 1 }) : done({ accepted: 0, refused });
};

/** A message of one alarm and nothing else. */
const alarmAlone = (name: string, at_ms: number | null, stamp: string | null): Message => ({
  identity: null,
  token: null,
  places: [],
  alarms: [name],
  at_ms,
  stamp,
  wantsList: false,
});

/** The HTTP doors for devices. Each reads, then checks the token, then hands over what was said. */
export const createRoutes = (ports: RoutesPorts) => {
  const { monitoring, now, fates } = ports;
  const deviceKey = createSecretKey(ports.deviceKey);
  const byDevice = new Map<string, Person>(ports.people.map((person) => [person.deviceId, person]));
  const hearAll = createHearAll(createHearing(ports), ports.putAlarms);

  /** Whose device it is that says so in any of the ways there are, and proves it; null for nobody's. */
  const senderOf = ({ identity, token }: Identity, { query, bearer, user }: Asked): Person | null => {
    const [deviceId = '', suffix = null] = (identity ?? user ?? '').split('~', 2);
    const person = byDevice.get(deviceId);
    const isProved = [token, query.get('token'), suffix, bearer].some(
      (given) => given !== null && given !== '' && isTokenOf(deviceKey, deviceId, given),
    );
    if (isProved && person !== undefined) return person;
    if (person !== undefined) fates.tell({ ...noFate(person.deviceId, now()), tokenWrong: true });
    return null;
  };

  const sign = (person: Person, ...signs: readonly DeviceSign[]): void =>
    monitoring.ingestSigns(person.id, [{ kind: 'heard' }, ...signs], now());

  /** A request that holds no message is answered for whoever it is from, which only what stands beside its body can say. */
  const nothingIn = (asked: Asked, error: string, then: (person: Person) => Answer): Answer => {
    const person = senderOf(identityIn({}, fieldsOf(asked.query)), asked);
    return person === null ? refuse(400, 'invalid', error) : then(person);
  };

  const reports: Route = (asked) => {
    const opened = openMessages(asked, ports.policy.uncertainty.hdop_m);
    if (!opened.ok) {
      return nothingIn(asked, opened.error, (person) => {
        sign(person, { kind: 'set-up-wrongly' });
        return refuse(400, 'invalid', opened.error);
      });
    }
    const { elements, read } = opened.value;
    const known: From[] = [];
    let [odd, unknown] = [0, 0];
    let [isAnybodyNamed, wantsList] = [asked.user !== null, true];
    const answer = (): Answer | Promise<Answer> => {
      if (known.length + unknown === 0) {
        return nothingIn(asked, 'body: holds no message', (person) => {
          sign(person);
          return done({ accepted: 0, refused: odd === 0 ? {} : { 'odd-message': odd } });
        });
      }
      if (!isAnybodyNamed) return noDevice();
      if (unknown === 0) {
        return hearAll(known, (heard) => {
          const answered = answerTo(heard, odd);
          return answered.status === 200 && wantsList ? { ...answered, body: [] } : answered;
        });
      }
      // A wrong token never half works, so that a gateway notices; but a button is heard whatever is wrong beside it.
      const alarms = known.filter(([, message]) => message.alarms.length > 0);
      return hearAll(
        alarms.map(([person, message]): From => [person, { ...message, places: [] }]),
        unauthorised,
      );
    };
    /** Proved once for all messages of a gateway's list that name the same. */
    const proved = new Map<string, Person>();
    const sender = (message: Message): Person | null => {
      const key = `${message.identity ?? ''} ${message.token ?? ''}`;
      const person = proved.get(key) ?? senderOf(message, asked);
      if (person !== null) proved.set(key, person);
      return person;
    };
    return inTurns(
      elements,
      (element) => {
        const message = read(element);
        if (message === null) {
          odd += 1;
          ports.count('odd-message');
          return 1;
        }
        isAnybodyNamed ||= message.identity !== null;
        wantsList &&= message.wantsList;
        const person = sender(message);
        if (person === null) unknown += 1;
        else known.push([person, message]);
        return sizeOf(message);
      },
      answer,
    );
  };

  /** A door of the product's own: the device named and proved as at the others, then what only this door takes. */
  const ofDevice = (
    asked: Asked,
    then: (person: Person, fields: Readonly<Record<string, unknown>>) => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> => {
    const fields = readFields(asked);
    if (!fields.ok) return refuse(400, 'invalid', fields.error);
    const named = identityIn(fields.value, {});
    if (named.identity === null && asked.user === null) return noDevice();
    const person = senderOf(named, asked);
    return person === null ? unauthorised() : then(person, fields.value);
  };

  const sos: Route = (asked) =>
    ofDevice(asked, (person, { at }) => {
      if (person.role !== 'victim') return refuse(400, 'invalid', "deviceId: is not a victim's device");
      return hearAll([[person, alarmAlone('sos', null, textIn(at))]], alarmAnswer);
    });

  const events: Route = (asked) =>
    ofDevice(asked, (person, fields) =>
      parsed(DeviceEventIn, fields, ({ kind, at }) => {
        const at_ms = timeIn(at);
        return hearAll([[person, alarmAlone(kind, at_ms === 'unreadable' ? null : at_ms, null)]], alarmAnswer);
      }),
    );

  const guidance: Route = (asked) =>
    ofDevice(asked, (person, fields) => {
      sign(person);
      return answerGuidance(monitoring.mailbox, person, asked.method, fields);
    });

  return { reports, sos, events, guidance };
};
