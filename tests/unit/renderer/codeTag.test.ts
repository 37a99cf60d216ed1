import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DispatchCode } from '../../../shared/domain/codes.ts';
import { inRoot } from '../../../tools/root.ts';

/** What makes a shape: where it is cut, and which of its edges are drawn how. No colour among it. */
const SHAPE = /^(?:clip-path|border-width|border-radius|border-style):/u;

test('each code’s tag has a shape of its own, told without its colour', () => {
  const css = readFileSync(inRoot('renderer/ui/CodeTag.module.css'), 'utf8');
  const shapeOf = (code: number): string =>
    (new RegExp(`^\\.tag\\[data-code='${code}'\\] \\{([^}]*)\\}`, 'mu').exec(css)?.[1] ?? '')
      .split(';')
      .map((declaration) => declaration.trim())
      .filter((declaration) => SHAPE.test(declaration))
      .join('; ');
  const shapes = DispatchCode.options.map(({ value }) => shapeOf(value));
  expect(new Set(shapes).size).toBe(DispatchCode.options.length);
  // One frame of the five may be the plain one.
  expect(shapes.filter((shape) => shape === '')).toHaveLength(1);
});
