import { z } from 'zod';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** What kind of way an edge is. Kept with the graph; routing takes all of them alike, since a patrol on call may. */
export const WAY_CLASSES = ['street', 'arterial', 'expressway', 'path'] as const;
export type WayClass = (typeof WAY_CLASSES)[number];

/** Degrees in the file are whole millionths: 0.11 m, and two ends that meet are the same numbers. */
export const DEGREE_SCALE = 1e6;

const MAX_NODES = 5_000_000;

/**
 * A street network as it lies on disk: every vertex of every line is a node, every stretch between two vertices an edge
 * `[from, to, length in metres, class]` that is open both ways.
 */
export const StreetGraph = z
  .strictObject({
    format: z.literal('jikim-streets'),
    version: z.literal(1),
    nodes: z
      .array(z.tuple([z.int().min(-180e6).max(180e6), z.int().min(-90e6).max(90e6)]).readonly())
      .min(2)
      .max(MAX_NODES)
      .readonly(),
    edges: z
      .array(
        z
          .tuple([
            z.int().min(0),
            z.int().min(0),
            z.number().positive().max(100_000),
            z
              .int()
              .min(0)
              .max(WAY_CLASSES.length - 1),
          ])
          .readonly(),
      )
      .min(1)
      .max(2 * MAX_NODES)
      .readonly(),
  })
  .readonly();
export type StreetGraph = z.infer<typeof StreetGraph>;

/** Position of node `index`, degrees. */
export const nodeAt = (graph: StreetGraph, index: number): LonLat => {
  const node = graph.nodes[index];
  if (node === undefined) throw new RangeError(`street graph has no node ${index}`);
  return [node[0] / DEGREE_SCALE, node[1] / DEGREE_SCALE];
};

/** Checks a street graph read from a file; the error names the field. */
export const parseGraph = (data: unknown): Result<StreetGraph, string> => {
  const parsed = StreetGraph.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(`${issue?.path.map(String).join('.') || 'file'}: ${issue?.message ?? 'not a street graph'}`);
  }
  const { nodes, edges } = parsed.data;
  const dangling = edges.findIndex(([from, to]) => from >= nodes.length || to >= nodes.length);
  return dangling === -1 ? ok(parsed.data) : err(`edges.${dangling}: names a node that is not there`);
};
