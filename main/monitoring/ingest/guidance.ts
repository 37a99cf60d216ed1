import type { Person } from '../../../shared/domain/orders.ts';
import type { Mailbox, ReportRefusal } from '../guidance/mailbox.ts';
import { done, refuse, unauthorised } from './answers.ts';
import type { Answer } from './answers.ts';
import { parseJson, parsed } from './parsed.ts';
import type { Asked, Route } from './route.ts';
import { GuidanceQuery, GuidanceReportIn } from './schemas.ts';

type Authenticate = (deviceId: string, ...tokens: readonly (string | null | undefined)[]) => Person | null;

const notVictim = (field: string): Answer => refuse(400, 'invalid', `${field}: is not a victim's device`);

const refusalAnswer = (refusal: ReportRefusal): Answer =>
  refusal === 'unknown-guidance'
    ? refuse(404, 'unknown-guidance', 'guidanceId: there is no such guidance for this device')
    : refuse(503, 'store-failed', 'the report could not be stored; send it again');

/** Guidance to a victim: their own device fetches it with GET, and with POST says that it was read, and what they answered. */
export const createGuidanceRoute = (mailbox: Mailbox, authenticate: Authenticate): Route => {
  const fetch = ({ query, bearer }: Asked): Answer =>
    parsed(GuidanceQuery, Object.fromEntries(query), ({ id, token }) => {
      const person = authenticate(id, token, bearer);
      if (person === null) return unauthorised();
      return person.role === 'victim' ? done({ guidance: mailbox.fetch(person.id) }) : notVictim('id');
    });

  const report = ({ query, body, bearer }: Asked): Answer =>
    parsed(GuidanceReportIn, parseJson(body), (said) => {
      const person = authenticate(said.deviceId, said.token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      if (person.role !== 'victim') return notVictim('deviceId');
      const reported = mailbox.report(person.id, said.guidanceId, said);
      return reported.ok ? done({ accepted: 1 }) : refusalAnswer(reported.error);
    });

  return (asked) => (asked.method === 'GET' ? fetch(asked) : report(asked));
};
