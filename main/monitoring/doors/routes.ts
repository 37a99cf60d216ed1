import { createSecretKey } from 'node:crypto';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Setup } from '../register/setup.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import { done, refuse, unauthorised } from './answers.ts';
import type { Answer } from './answers.ts';
import { noFate } from './fates.ts';
import type { Fate } from './fates.ts';
import { eventForm, pressForm } from './forms/alone.ts';
import type { Identity, Message } from './forms/message.ts';
import { openMessages, readQuery, reportForm } from './forms/read.ts';
import type { ReadForm, Sendings } from './forms/read.ts';
import { fieldsOf, identityIn } from './forms/sent.ts';
import { answerGuidance } from './guidance.ts';
import { createHearAll, sizeOf } from './hearAll.ts';
import type { From, Heard, PutAlarms } from './hearAll.ts';
import { createHearing } from './hearing.ts';
import type { HearingPorts } from './hearing.ts';
import { readFields } from './parsed.ts';
import type { Asked, Route } from './route.ts';
import { isTokenOf } from './tokens.ts';
import { inTurns } from './turns.ts';

export type RoutesPorts = HearingPorts & {
  readonly monitoring: HearingPorts['monitoring'] & Pick<Monitoring, 'mailbox'>;
  readonly people: Setup['people'];
  readonly deviceKey: Uint8Array;
  readonly putAlarms: PutAlarms;
  readonly bulkhead: Bulkhead;
};

/** A body that nobody can read holds no message. */
const NOTHING: Sendings = { elements: [], read: () => null };

const notStored = (): Answer => refuse(503, 'store-failed', 'the event could not be stored; send it again');
const noDevice = (): Answer => refuse(400, 'invalid', 'id: is missing (a device reports to /osmand with id and token)');

type AnswerHeard = (heard: Heard, odd: number) => Answer;

const refusedIn = ({ refused }: Heard, odd: number): Readonly<Record<string, number>> =>
  odd === 0 ? refused : { 'odd-message': odd, ...refused };

/** That the button was heard is said, since `accepted` counts places and may be 0. */
const pressedIn = ({ pressed }: Heard): { readonly pressed?: true } => (pressed ? { pressed } : {});

/** Answer to messages that were heard: 200 whatever was in them, but for what is to be sent again and what can never be read. */
const answerTo: AnswerHeard = (heard, odd) => {
  if (heard.notStored) return notStored();
  // A gateway's list is answered for all of it: one device that is set up wrongly must not hold up the others.
  if (heard.messages === 1 && odd === 0 && heard.fault !== null) {
    return { ...refuse(400, 'unreadable', heard.fault), reason: null }; // counted when it was heard
  }
  return done({ accepted: heard.accepted, refused: refusedIn(heard, odd), ...pressedIn(heard) });
};

/** Answer to presses or events that came to a door of their own; `accepted` counts those that were taken. */
const alarmAnswer: AnswerHeard = (heard, odd) => {
  if (heard.notStored) return notStored();
  const refused = refusedIn(heard, odd);
  return done({
    accepted: heard.alarms,
    ...(Object.keys(refused).length === 0 ? {} : { refused }),
    ...pressedIn(heard),
  });
};

/** The HTTP doors for devices. Each reads, then checks the token, then hands over what was said. */
export const createRoutes = (ports: RoutesPorts) => {
  const { monitoring, now, fates } = ports;
  const deviceKey = createSecretKey(ports.deviceKey);
  const byDevice = new Map<string, Person>(ports.people.map((person) => [person.deviceId, person]));
  const hearAll = createHearAll(createHearing(ports), ports.putAlarms, ports.bulkhead);

  /** Whose device it is that says so in any of the ways there are, and proves it; null for nobody's. */
  const senderOf = ({ identity, token, topic }: Identity, { query, bearer, user }: Asked): Person | null => {
    let unproved: Person | undefined;
    for (const named of identity === null ? [user, topic] : [identity]) {
      const [device = '', suffix = null] = (named ?? '').split('~', 2);
      const deviceId = device.trim();
      const person = byDevice.get(deviceId);
      const isProved = [token, query.get('token'), suffix, bearer].some(
        (given) => given !== null && isTokenOf(deviceKey, deviceId, given.trim()),
      );
      if (isProved && person !== undefined) return person;
      unproved ??= person;
    }
    if (unproved !== undefined) fates.tell({ ...noFate(unproved.deviceId, now()), tokenWrong: true });
    return null;
  };

  const sign = (person: Person, ...signs: readonly DeviceSign[]): void =>
    monitoring.ingestSigns(person.id, [{ kind: 'heard' }, ...signs], now());

  /** A request that holds no message is answered for whoever it is from, which only what stands beside its body can say. */
  const nothingIn = (asked: Asked, error: string, then: (person: Person) => Answer): Answer => {
    const person = senderOf(identityIn({}, fieldsOf(asked.query)), asked);
    return person === null ? refuse(400, 'invalid', error) : then(person);
  };

  /** A door for messages of one form or another, however many in a request. */
  const messages =
    (form: ReadForm, answerHeard: AnswerHeard): Route =>
    (asked) => {
      const opened = openMessages(asked, form);
      const { elements, read } = opened.ok ? opened.value : NOTHING;
      const known: From[] = [];
      let [odd, unknown] = [0, 0];
      let [isAnybodyNamed, wantsList] = [asked.user !== null, true];
      /** Proved once for all messages of a gateway's list that name the same. */
      const senders = new Map<string, Person | null>();
      const sender = (message: Message): Person | null => {
        const key = `${message.identity ?? ''} ${message.token ?? ''} ${message.topic ?? ''}`;
        const asBefore = senders.get(key);
        const person = asBefore === undefined ? senderOf(message, asked) : asBefore;
        senders.set(key, person);
        return person;
      };
      const passOver = (): void => {
        odd += 1;
        ports.count('odd-message');
      };
      /** Hears the query for itself, where no message of the body is from its device and has it beside it. */
      const addQuery = (): void => {
        const message = readQuery(asked.query, form);
        const person = message === null ? null : sender(message);
        if (message === null || person === null || known.some(([other]) => other === person)) return;
        known.push([person, message]);
        [isAnybodyNamed, wantsList] = [true, false];
        if (!opened.ok) passOver();
      };
      const answer = (): Answer | Promise<Answer> => {
        addQuery();
        const isNothing = known.length + unknown === 0;
        if (isNothing && !opened.ok) {
          return nothingIn(asked, opened.error, (person) => {
            sign(person, { kind: 'set-up-wrongly' });
            fates.tell({ ...noFate(person.deviceId, now()), fault: 'not JSON' });
            return refuse(400, 'invalid', opened.error);
          });
        }
        if (isNothing) {
          return nothingIn(asked, 'body: holds no message', (person) => {
            sign(person);
            const refused: Fate['refused'] = odd === 0 ? {} : { 'odd-message': odd };
            fates.tell({ ...noFate(person.deviceId, now()), refused });
            return done({ accepted: 0, refused });
          });
        }
        if (!isAnybodyNamed) return noDevice();
        if (unknown === 0) {
          return hearAll(known, (heard) => {
            const answered = answerHeard(heard, odd);
            return answered.status === 200 && wantsList ? { ...answered, body: [] } : answered;
          });
        }
        // A wrong token never half works, so that a gateway notices; but a button is heard whatever is wrong beside it.
        const alarms = known.filter(([, message]) => message.alarms.length > 0);
        const others = known.filter(([, message]) => message.alarms.length === 0).map(([{ deviceId }]) => deviceId);
        for (const deviceId of new Set(others))
          fates.tell({ ...noFate(deviceId, now()), fault: 'another token of its list is wrong' });
        return hearAll(
          alarms.map(([person, message]): From => [person, { ...message, places: [] }]),
          unauthorised,
        );
      };
      return inTurns(
        elements,
        (element) => {
          const message = read(element);
          if (message === null) {
            passOver();
            return 1;
          }
          isAnybodyNamed ||= message.identity !== null || message.topic !== null;
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
    const read = readFields(asked);
    const beside = fieldsOf(asked.query);
    const fields = read.ok ? read.value : beside;
    const named = identityIn(fields, beside);
    if (named.identity === null && asked.user === null)
      return read.ok ? noDevice() : refuse(400, 'invalid', read.error);
    const person = senderOf(named, asked);
    if (person === null) return unauthorised();
    // What the query and the header say is enough to be heard: a button is not refused for its body.
    if (!read.ok) ports.count('odd-message');
    return then(person, fields);
  };

  const reports = messages(reportForm(ports.policy.uncertainty.hdop_m), answerTo);
  const sos = messages(pressForm, alarmAnswer);
  const events = messages(eventForm, alarmAnswer);

  const guidance: Route = (asked) =>
    ofDevice(asked, (person, fields) => {
      sign(person);
      return answerGuidance(monitoring.mailbox, person, asked.method, fields);
    });

  return { reports, sos, events, guidance };
};
