import { readFileSync } from 'node:fs';
import { projectFiles } from '../files.ts';
import { inRoot } from '../root.ts';
import type { Problems } from './verdict.ts';

const LIMIT_LINES = 400;
const SOURCE = /\.(ts|tsx|mjs|css)$/;

/** @returns the problem of one file, by its number of lines. */
export const judgeLength = (file: string, text: string): Problems => {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > LIMIT_LINES ? [`${file}: ${lines} lines; split it, the limit is ${LIMIT_LINES}`] : [];
};

/** No source file grows past what one reading can hold. */
export const checkFileLength = (): Problems =>
  projectFiles(SOURCE).flatMap((file) => judgeLength(file, readFileSync(inRoot(file), 'utf8')));
