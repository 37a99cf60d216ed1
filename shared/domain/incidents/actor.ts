import { z } from 'zod';
import { ConsoleId, OperatorId } from '../ids.ts';
import { OperatorRole } from '../operators.ts';

/** Who an entry of the record comes from. */
export const Actor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('system') }).readonly(),
  z
    .strictObject({ type: z.literal('operator'), operatorId: OperatorId, role: OperatorRole, consoleId: ConsoleId })
    .readonly(),
]);
export type Actor = z.infer<typeof Actor>;
export type OperatorActor = Extract<Actor, { readonly type: 'operator' }>;
