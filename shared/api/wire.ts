import { z } from 'zod';

/** Path of the browser shell's socket, on the page's own origin. */
export const BRIDGE_PATH = '/bridge';

/** Socket event that carries a call: (name, args, acknowledgement). */
export const BRIDGE_CALL = 'call';

/** Socket event that carries an event: (name, payload). */
export const BRIDGE_EVENT = 'event';

/** What a call comes back with, over either transport: errors travel as one short line, never as a stack. */
export const CallAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }).readonly(),
  z.strictObject({ ok: z.literal(false), message: z.string().max(300) }).readonly(),
]);
export type CallAnswer = z.infer<typeof CallAnswer>;
