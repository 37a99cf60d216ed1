import { z } from 'zod';
import { EpochMs } from '../domain/ids.ts';

/** What the operator answered to the test tone of the volume check, and when, console clock. It holds for as long as they are signed in. */
export const SoundCheck = z.strictObject({ heard: z.boolean(), at_ms: EpochMs }).readonly();
export type SoundCheck = z.infer<typeof SoundCheck>;

/** Why alarms cannot be heard on a page, as far as it is known. */
export const SoundOff = z.enum(['blocked', 'broken', 'failed', 'muted', 'no-output', 'unknown', 'unheard']);
export type SoundOff = z.infer<typeof SoundOff>;
