import { z } from 'zod';
import { EpochMs } from '../domain/ids.ts';

/**
 * Parts of the server that work beside each other, as a desk is told of one that fails: `rules`: orders that are looked at together;
 * `incidents`: what follows by itself in an incident; `devices`: a message of a device; `positions`, `advice`, `leases`, `entries`, `directory`: what
 * a desk is sent; `desks`: who is at theirs; `simulator`: somebody it plays; `upkeep`: what is done now and then;
 * `spill`: the reserved file that keeps lines of the access log while the record takes nothing.
 */
export const ServerPart = z.enum([
  'rules',
  'incidents',
  'devices',
  'positions',
  'advice',
  'leases',
  'entries',
  'directory',
  'desks',
  'simulator',
  'upkeep',
  'spill',
]);
export type ServerPart = z.infer<typeof ServerPart>;

/** A part that fails for this desk, or for all, and since when. What it concerns is not said. */
export const Impairment = z.strictObject({ part: ServerPart, since_ms: EpochMs }).readonly();
export type Impairment = z.infer<typeof Impairment>;
