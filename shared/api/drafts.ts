import { z } from 'zod';
import { HoldId, IncidentId, OperatorId } from '../domain/ids.ts';
import { Mode } from '../domain/operators.ts';

/** What is being written at an incident: one text each. A correction names the entry that it corrects, a release the hold that it ends. */
export const DraftPart = z.union([
  z.enum([
    'note',
    'call',
    'message',
    'cause',
    'break-glass',
    'reopen',
    'review',
    'shelving',
    'taking',
    'hold',
    'viewing',
    'export',
  ]),
  z.templateLiteral(['release:', HoldId]),
  z.templateLiteral(['correction:', z.int().min(1)]),
]);
export type DraftPart = z.infer<typeof DraftPart>;

/** Whether such a text may still be sent of a closed incident: its record is corrected, its positions are held, viewed and exported. */
export const outlivesClosing = (part: DraftPart): boolean =>
  part === 'hold' ||
  part === 'viewing' ||
  part === 'export' ||
  part.startsWith('release:') ||
  part.startsWith('correction:');

const text = z.string().max(4000);

/** One text that was begun and neither sent nor discarded. */
export const Draft = z.strictObject({ incidentId: IncidentId, part: DraftPart, text }).readonly();
export type Draft = z.infer<typeof Draft>;

/**
 * A draft as a page hands it over; without a text it is discarded. It names who writes it and where, since it may come after somebody else has
 * signed in, or an exercise has begun.
 */
export const DraftChange = z
  .strictObject({ operatorId: OperatorId, mode: Mode, incidentId: IncidentId, part: DraftPart, text })
  .readonly();
export type DraftChange = z.infer<typeof DraftChange>;
