import { readFileSync } from 'node:fs';
import { projectFiles } from '../files.ts';
import { inRoot } from '../root.ts';
import type { Problems } from './verdict.ts';

/** Server and console get their time handed in: from main/files/systemTime.ts, through what judges it. */
const ROOMS = /^main\/(monitoring|console)\/.*\.ts$/;
const CLOCK = /\b(Date\.now|performance\.now|performance\.timeOrigin|process\.hrtime|new Date\(\))/;

/** @returns the lines of a file that read a clock of the system. */
export const judgeClocks = (file: string, text: string): Problems =>
  text.split('\n').flatMap((line, index) => {
    const [found] = CLOCK.exec(line) ?? [];
    return found === undefined ? [] : [`${file}:${index + 1}: ${found}; have the time handed in, a clock may be wrong`];
  });

/** Nothing of the server or the console reads a clock past the one that is judged. */
export const checkClocks = (): Problems =>
  projectFiles(ROOMS).flatMap((file) => judgeClocks(file, readFileSync(inRoot(file), 'utf8')));
