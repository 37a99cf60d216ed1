import { z } from 'zod';
import { LonLat } from '../../../shared/domain/fixes.ts';
import { inEachLanguage } from '../../../shared/domain/languages.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { graphBuilder } from './build.ts';
import type { Built } from './build.ts';

/** The main axes of the bundled schematic (assets/basemap/axes.json). */
const Axes = z
  .strictObject({
    nodes: z.record(z.string(), LonLat),
    axes: z
      .array(
        z.strictObject({
          id: z.string(),
          ...inEachLanguage(() => z.string()),
          class: z.enum(['expressway', 'arterial']),
          nodes: z.array(z.string()).min(2),
        }),
      )
      .min(1),
  })
  .readonly();

/** Builds the street graph of the schematic, used where no real streets have been imported. The error names the field. */
export const fromSchematic = (data: unknown): Result<Built, string> => {
  const parsed = Axes.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  const builder = graphBuilder();
  for (const [index, axis] of parsed.data.axes.entries()) {
    const line: LonLat[] = [];
    for (const [at, id] of axis.nodes.entries()) {
      const node = parsed.data.nodes[id];
      if (node === undefined) return err(`axes.${index}.nodes.${at}: no node "${id}"`);
      line.push(node);
    }
    builder.addLine(line, axis.class);
  }
  const built = builder.finish();
  return built === null ? err('axes: no axis has a length') : ok(built);
};
