import { z } from 'zod';
import { isScheduled } from './geo/schedule.ts';
import { PlaceId } from './ids.ts';
import { inEachLanguage } from './languages.ts';
import { Clock, Weekday } from './orders.ts';

/** What kind of place it is: all that is kept of where a victim was led. */
export const PlaceKind = z.enum(['police-box', 'hospital', 'station-office', 'shop-24h']);
export type PlaceKind = z.infer<typeof PlaceKind>;

/** Staffed place a victim can be sent to; free for every desk to see. */
export const SafePlace = z
  .strictObject({
    id: PlaceId,
    kind: PlaceKind,
    ...inEachLanguage(() => z.string().min(1).max(80)),
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    staffed: z.union([z.literal('24h'), z.strictObject({ from: Clock, to: Clock }).readonly()]),
  })
  .readonly();
export type SafePlace = z.infer<typeof SafePlace>;

/** Whether somebody is there at an instant. Hours are Korean time; a span whose end is not after its start runs across midnight. */
export const isStaffed = ({ staffed }: Pick<SafePlace, 'staffed'>, now_ms: number): boolean =>
  staffed === '24h' || isScheduled({ schedule: [{ days: Weekday.options, ...staffed }] }, now_ms);
