import { z } from 'zod';
import { OperatorId } from './ids.ts';

export const OperatorRole = z.enum(['dispatcher', 'supervisor', 'trainer']);
export type OperatorRole = z.infer<typeof OperatorRole>;

export const Operator = z
  .strictObject({ id: OperatorId, name: z.string().min(1).max(60), role: OperatorRole })
  .readonly();
export type Operator = z.infer<typeof Operator>;

/** Live operation and training never share a store, a server or a screen without saying so. */
export const Mode = z.enum(['live', 'training']);
export type Mode = z.infer<typeof Mode>;
