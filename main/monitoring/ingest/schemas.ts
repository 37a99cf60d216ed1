import { z } from 'zod';
import { DeviceEventKind } from '../../../shared/domain/fixes.ts';
import { DeviceId, GuidanceId } from '../../../shared/domain/ids.ts';
import { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';
import { meaningOf } from './alarms.ts';

const Token = z.string().max(60);

/** A time that a press or an event names: whatever it is, neither is refused for it. */
const At = z.unknown().optional();

/** The victim's button: `DEVICE` or `DEVICE~TOKEN`. `at` tells a press that is sent again from a new one. */
export const Sos = z.object({ deviceId: z.string().min(1).max(130), token: Token.optional(), at: At }).readonly();

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

export const DeviceEventIn = z
  .strictObject({ deviceId: DeviceId, token: Token.optional(), kind: Kind, at: At })
  .readonly();

/** Query of a device that fetches guidance. Other fields are passed over, as in the OsmAnd query. */
export const GuidanceQuery = z.object({ id: DeviceId, token: Token.optional() }).readonly();

const reported = { deviceId: DeviceId, token: Token.optional(), guidanceId: GuidanceId };

/** What a victim's device says has become of guidance. */
export const GuidanceReportIn = z.discriminatedUnion('state', [
  z.strictObject({ ...reported, state: z.literal('read') }).readonly(),
  z.strictObject({ ...reported, state: z.literal('answered'), answer: GuidanceAnswer }).readonly(),
]);

/** First fault of a message: `field: what is wrong`. Never repeats what was sent. */
export const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  if (issue === undefined) return 'body: does not fit its schema';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'body' : path}: ${issue.code === 'unrecognized_keys' ? 'has a field that is not known' : issue.message}`;
};
