import { z } from 'zod';
import { GuidanceId } from '../../../shared/domain/ids.ts';
import { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';

/** What a victim's device says has become of guidance; other fields are passed over. */
export const GuidanceReportIn = z.discriminatedUnion('state', [
  z.object({ guidanceId: GuidanceId, state: z.literal('read') }).readonly(),
  z.object({ guidanceId: GuidanceId, state: z.literal('answered'), answer: GuidanceAnswer }).readonly(),
]);
