import { z } from 'zod';
import { DispatchCode } from '../codes.ts';
import { DeviceGroup } from '../groups.ts';
import { OutageId, PersonId } from '../ids.ts';
import { PlaybookKey } from '../playbookKey.ts';

/** What entries say of mass outages. */
export const OUTAGE_BODIES = [
  /**
   * Many devices fell silent together. `silent`: whose, the first of them; later ones follow with `outage.changed`. `heard`: devices of the
   * group that had been heard shortly before. Nothing of it is a place.
   */
  z
    .strictObject({
      kind: z.literal('outage.began'),
      outageId: OutageId,
      group: DeviceGroup,
      code: DispatchCode,
      silent: z.array(PersonId).min(1).readonly(),
      heard: z.int().min(0),
      sounding: z.int().min(1),
    })
    .readonly(),
  /** Who fell silent and who was heard again since it was told last. It sounds again once where the places of those who are silent are lost. */
  z
    .strictObject({
      kind: z.literal('outage.changed'),
      outageId: OutageId,
      silent: z.array(PersonId).readonly(),
      back: z.array(PersonId).readonly(),
      sounding: z.int().min(1).optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('outage.acknowledged'), outageId: OutageId, sounding: z.int().min(1) }).readonly(),
  z.strictObject({ kind: z.literal('outage.escalated'), outageId: OutageId, sounding: z.int().min(1) }).readonly(),
  /** Most are heard again. Whoever is not is told as silent by themselves from now on. */
  z
    .strictObject({ kind: z.literal('outage.ended'), outageId: OutageId, silent: z.int().min(0), back: z.int().min(0) })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('outage.step'),
      outageId: OutageId,
      playbook: PlaybookKey,
      step: PlaybookKey,
      state: z.enum(['done', 'skipped', 'undone']),
    })
    .readonly(),
] as const;
