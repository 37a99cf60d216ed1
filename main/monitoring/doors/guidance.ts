import type { Person } from '../../../shared/domain/orders.ts';
import type { Mailbox, ReportRefusal } from '../ports/mailbox.ts';
import { done, refuse } from './answers.ts';
import type { Answer } from './answers.ts';
import type { Fields } from './forms/message.ts';
import { parsed } from './parsed.ts';
import type { Asked } from './route.ts';
import { GuidanceReportIn } from './schemas.ts';

const refusalAnswer = (refusal: ReportRefusal): Answer =>
  refusal === 'unknown-guidance'
    ? refuse(404, 'unknown-guidance', 'guidanceId: there is no such guidance for this device')
    : refuse(503, 'store-failed', 'the report could not be stored; send it again');

/** Guidance to a victim: their own device fetches it with GET, and with POST says that it was read, and what they answered. */
export const answerGuidance = (
  mailbox: Mailbox,
  person: Person,
  method: Asked['method'],
  fields: Fields,
): Answer | Promise<Answer> => {
  if (person.role !== 'victim') return refuse(400, 'invalid', "id: is not a victim's device");
  if (method === 'GET') return done({ guidance: mailbox.fetch(person.id), withdrawn: mailbox.withdrawn(person.id) });
  return parsed(
    GuidanceReportIn,
    fields,
    (said) =>
      new Promise((resolve) => {
        mailbox.report(person.id, said.guidanceId, said, (reported) =>
          resolve(reported.ok ? done({ accepted: 1 }) : refusalAnswer(reported.error)),
        );
      }),
  );
};
