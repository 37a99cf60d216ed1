import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';

type Path = readonly PropertyKey[];

/** Line of the innermost node that exists along a path: a missing key is reported where its parent stands. */
export const lineOfPath = (document: Document, lines: LineCounter, path: Path): number => {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

/** Checks YAML text against a schema. The error is one line: `file:line: path: what is wrong`. */
export const parseYaml = <T>(file: string, text: string, schema: z.ZodType<T>): Result<T, string> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) return err(`${file}:${lines.linePos(syntax.pos[0]).line}: ${syntax.message}`);
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return ok(checked.data);
  const [issue] = checked.error.issues;
  if (issue === undefined) return err(`${file}:1: does not fit its schema`);
  // A key the schema does not know stands on its own line, not on its parent's.
  const path: Path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const name = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  return err(`${file}:${lineOfPath(document, lines, path)}: ${name}${issue.message}`);
};

/** Reads and checks a YAML file. The error is one line that names file, line and field. */
export const readYaml = <T>(file: string, schema: z.ZodType<T>): Result<T, string> => {
  const shown = relative(process.cwd(), file);
  const name = shown.startsWith('..') ? file : shown;
  try {
    return parseYaml(name, readFileSync(file, 'utf8'), schema);
  } catch {
    return err(`${name}: cannot be read`);
  }
};
