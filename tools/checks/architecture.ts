import { readFileSync } from 'node:fs';
import { projectFiles } from '../files.ts';
import { inRoot } from '../root.ts';
import type { Problems } from './verdict.ts';

const PAGE = 'docs/architecture.md';

/** What the page may name by its path. */
const PATH = /^(?:shared|main|preload|renderer|tests|tools|assets)(?:\/|$)/;

/** Folders whose own folders are rooms: the page says what each is for. */
const HOUSES = ['shared', 'main', 'main/monitoring', 'main/console', 'renderer'];

/** `a/{b,c}.ts` → `a/b.ts`, `a/c.ts`. */
const alternatives = (path: string): readonly string[] => {
  const [whole, list] = /\{([^}]*)\}/.exec(path) ?? [];
  if (whole === undefined || list === undefined) return [path];
  return list.split(',').flatMap((one) => alternatives(path.replace(whole, one)));
};

/** Every path that a text names in backticks. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, word = '']) => (PATH.test(word) ? alternatives(word) : []));

/** Matches the path itself and what lies in it; `<name>` stands for any one name. */
const patternOf = (path: string): RegExp => {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/<[^>]*>/g, '[^/]+');
  return new RegExp(`^${escaped}(?:/|$)`);
};

const roomsIn = (files: readonly string[]): ReadonlySet<string> =>
  new Set(
    files.flatMap((file) =>
      HOUSES.flatMap((house) => {
        const name = file.startsWith(`${house}/`) ? file.slice(house.length + 1).split('/') : [];
        return name.length > 1 ? [`${house}/${name[0]}`] : [];
      }),
    ),
  );

/** A list of what a change touches: `### a tier: 17 files, aim 6`, then a bullet a file. */
const wrongCounts = (text: string): Problems =>
  [...text.matchAll(/^### (.+): (\d+) files, aim \d+\n((?:(?!^#)[^\n]*\n)*)/gm)].flatMap(
    ([, change = '', told = '', body = '']) => {
      // The list ends with the first empty line: what words and remarks name after it does not count.
      const [list = ''] = body.trim().split('\n\n');
      const named = new Set(pathsIn(list)).size;
      return named === Number(told)
        ? []
        : [`${PAGE}: ${change} is said to touch ${told} files, and ${named} are listed`];
    },
  );

/** @returns what the page says of the tree that is not so, and the rooms it passes over. */
export const judgeArchitecture = (text: string, files: readonly string[]): Problems => {
  const named = [...new Set(pathsIn(text))];
  const gone = named.filter((path) => {
    const pattern = patternOf(path);
    return !files.some((file) => pattern.test(file));
  });
  const unnamed = [...roomsIn(files)].filter((room) => !named.some((path) => patternOf(room).test(path)));
  return [
    ...gone.map((path) => `${PAGE}: there is no ${path}`),
    ...unnamed.map((room) => `${PAGE}: does not say what ${room} holds`),
    ...wrongCounts(text),
  ];
};

/** The page about the architecture names what is there, and every room. */
export const checkArchitecture = (): Problems =>
  judgeArchitecture(readFileSync(inRoot(PAGE), 'utf8'), projectFiles(/./));
