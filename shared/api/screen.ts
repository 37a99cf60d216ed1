import { z } from 'zod';
import { EpochMs, IncidentId } from '../domain/ids.ts';

/** Whole views an operator works in, one at a time. */
export const View = z.enum(['dispatch', 'supervisor', 'trainer']);
export type View = z.infer<typeof View>;

/** A page's own name, the same over its reloads and its crashes. */
export const PageId = z.string().min(1).max(64);

/** More incidents than one operator ever has at a time. */
export const SEEN_LIMIT = 500;

/** What an operator has before them and would lose with the page: kept in the console process's memory, never on disk. */
export const Screen = z
  .strictObject({
    view: View,
    selectedIncident: IncidentId.nullable(),
    /** What became of this operator's incidents at other desks, and was seen on this page: each by a key of the page's own. */
    seenLosses: z.array(z.string().max(200)).max(SEEN_LIMIT).readonly(),
  })
  .readonly();
export type Screen = z.infer<typeof Screen>;

/** A part of the console that broke down by itself and was started again. */
export const Restart = z
  .strictObject({
    /** `console`: a part of the console process failed, and it goes on; nothing was started again. */
    part: z.enum(['page', 'server', 'console']),
    /** When it last ran again, or failed, console clock. */
    at_ms: EpochMs,
    /** How many times since somebody last said that they have seen it. */
    times: z.int().min(1),
  })
  .readonly();
export type Restart = z.infer<typeof Restart>;
