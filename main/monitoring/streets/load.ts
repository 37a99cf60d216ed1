import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { parseGraph } from './graph.ts';
import { lineOfSyntaxError } from './jsonLines.ts';
import { layered } from './layered.ts';
import { fromSchematic } from './schematic.ts';
import { createStreets, straightWays } from './streets.ts';
import type { Streets } from './streets.ts';

/** Imported streets inside a data folder. */
export const STREETS_FILE = 'streets.json';

const readJson = (file: string): Result<unknown, string> => {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
    return ok(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) return err(`${file}: cannot be read`);
    const line = lineOfSyntaxError(text, error);
    return err(`${file}${line === null ? '' : `:${line}`}: not valid JSON`);
  }
};

const built = <T>(file: string, parse: (data: unknown) => Result<T, string>): Result<T, string> => {
  const data = readJson(file);
  if (!data.ok) return data;
  const parsed = parse(data.value);
  return parsed.ok ? parsed : err(`${file}: ${parsed.error}`);
};

/**
 * The streets of this installation: what was imported into `dataDir` (null = nothing) over the axes of the bundled
 * schematic under `root`. The error is one line that names file and field.
 */
export const loadStreets = (at: {
  readonly root: string;
  readonly dataDir: string | null;
  readonly policy: Policy;
}): Result<Streets, string> => {
  const schematic = built(path.join(at.root, 'assets/basemap/axes.json'), fromSchematic);
  if (!schematic.ok) return schematic;
  // The schematic has main axes only: somebody can be there by a street that it does not know, so it bounds nobody's way.
  const axes: Streets = { ...createStreets(schematic.value.graph, at.policy), ways: straightWays };
  const imported = at.dataDir === null ? null : path.join(at.dataDir, STREETS_FILE);
  if (imported === null || !existsSync(imported)) return ok(axes);
  const graph = built(imported, parseGraph);
  return graph.ok ? ok(layered(createStreets(graph.value, at.policy), axes)) : graph;
};
