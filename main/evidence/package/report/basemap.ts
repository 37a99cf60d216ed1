import { z } from 'zod';
import { inEachLanguage } from '../../../../shared/domain/languages.ts';

const Place = z.tuple([z.number(), z.number()]);
const Line = z.array(Place);

/** The bundled schematic base map, as far as a report draws it. */
export const Basemap = z.object({
  outline: Line,
  water: z.object({
    han: Line,
    islands: z.array(z.object({ ring: Line })),
    streams: z.array(z.object({ path: Line })),
  }),
  axes: z.object({
    nodes: z.record(z.string(), Place),
    axes: z.array(z.object({ nodes: z.array(z.string()), class: z.string(), ...inEachLanguage(() => z.string()) })),
  }),
  districts: z.array(z.object({ ...inEachLanguage(() => z.string()), lon: z.number(), lat: z.number() })),
  stations: z.array(z.object({ ...inEachLanguage(() => z.string()), lon: z.number(), lat: z.number() })),
});
export type Basemap = z.infer<typeof Basemap>;
