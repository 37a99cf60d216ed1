import { readFileSync } from 'node:fs';
import { projectFiles } from '../files.ts';
import { inRoot } from '../root.ts';
import type { Problems } from './verdict.ts';

type Rule = { readonly what: string; readonly pattern: RegExp };

/** Spelled so that this file doesn't match itself. */
const RULES: readonly Rule[] = [
  { what: 'a path of one machine', pattern: /(?<![\w./-])\/(?:work|root|home\/[a-z]\w*|Users\/\w+)\// },
  { what: 'a temporary path of one machine', pattern: /(?<![\w.])\/tmp\/\w/ },
  { what: 'unfinished work left in place', pattern: /\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/ },
  { what: 'a forgotten debugger', pattern: /^\s*debugge[r];/m },
  { what: 'a focused test', pattern: /\b(?:it|test|describe)\.onl[y]\(/ },
  { what: 'filler text', pattern: /\blorem ipsu[m]\b/i },
];
const TEXT = /\.(ts|tsx|mjs|css|html|md|ya?ml|json)$/;
const NOT_OURS = /^(package-lock\.json|assets\/basemap\/)/;

/** @returns one problem per rule that a file's text breaks, with its line. */
export const judgeWords = (file: string, text: string): Problems =>
  RULES.flatMap(({ what, pattern }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [`${file}:${line}: ${what}: ${match[0].trim()}`];
  });

/** Nothing that belongs to one machine or one unfinished afternoon stays in the project. */
export const checkWords = (): Problems =>
  projectFiles(TEXT)
    .filter((file) => !NOT_OURS.test(file))
    .flatMap((file) => judgeWords(file, readFileSync(inRoot(file), 'utf8')));
