import { z } from 'zod';
import { DeviceEventKind } from '../../../shared/domain/fixes.ts';
import { GuidanceId } from '../../../shared/domain/ids.ts';
import { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';
import { meaningOf } from './alarms.ts';

/** What a device can know of itself; the other kinds are the server's own findings and cannot be reported. */
const Reported = DeviceEventKind.extract([
  'strap-tamper',
  'battery-low',
  'power-off',
  'jamming',
  'gnss-lost',
  'unpaired',
]);

/** An event by the product's own name, or by Traccar's, as the other doors understand it. */
const Kind = z.preprocess((name: unknown) => {
  const meaning = typeof name === 'string' ? meaningOf(name) : null;
  return meaning?.is === 'event' ? meaning.kind : name;
}, Reported);

/** What a device reports of itself. It is refused neither for its time, whatever that is, nor for fields that say more. */
export const DeviceEventIn = z.object({ kind: Kind, at: z.unknown().optional() }).readonly();

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
