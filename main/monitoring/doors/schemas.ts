import { z } from 'zod';
import { GuidanceId } from '../../../shared/domain/ids.ts';
import { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';

/** What a victim's device says has become of guidance; other fields are passed over. */
export const GuidanceReportIn = z.discriminatedUnion('state', [
  z.object({ guidanceId: GuidanceId, state: z.literal('read') }).readonly(),
  z.object({ guidanceId: GuidanceId, state: z.literal('answered'), answer: GuidanceAnswer }).readonly(),
]);

/** First fault of a message: `field: what is wrong`. Never repeats what was sent. */
export const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  if (issue === undefined) return 'body: does not fit its schema';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'body' : path}: ${issue.message}`;
};
