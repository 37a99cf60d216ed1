import { parseArgs } from 'node:util';
import { ensureBrowser } from './browser.ts';
import { exec } from './exec.ts';
import { PARTS, runPart, type PartName, type Tally } from './parts.ts';

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const stop = (line: string): never => {
  process.stderr.write(`test: ${line}\n`);
  process.exit(2);
};

const isPart = (name: string): name is PartName => Object.hasOwn(PARTS, name);

/** Parts that share the cores run side by side; what measures time or drives a browser runs alone. */
const ROUNDS: readonly (readonly PartName[])[] = [
  ['check', 'unit'],
  ['size', 'integration'],
  ['faults'],
  ['e2e'],
  ['installed'],
];

const started = performance.now();
const chosen = positionals.map((name) =>
  isPart(name) ? name : stop(`there is no part "${name}"; choose from ${Object.keys(PARTS).join(', ')}`),
);
const wanted = (name: PartName): boolean => chosen.length === 0 || chosen.includes(name);

if (wanted('e2e') || wanted('integration')) {
  const browser = await ensureBrowser(say);
  if ('stop' in browser) stop(browser.stop);
}
if ((['size', 'integration', 'e2e', 'installed'] as const).some(wanted)) {
  const build = await exec('node', ['tools/build.ts', '--if-stale'], {}, say);
  if (build.code !== 0) stop('the build failed; its reason stands above');
}

const env: Readonly<Record<string, string>> = {
  ...(values.long ? { JIKIM_LONG: '1' } : {}),
  // One run alone of those that follow from a seed.
  ...(values.seed === undefined ? {} : { JIKIM_SEED: values.seed }),
};
const tallies: Tally[] = [];
for (const round of ROUNDS) {
  // Rounds follow one another on purpose: the next one needs the cores of this one.
  tallies.push(...(await Promise.all(round.filter(wanted).map((name) => runPart(name, env)))));
}

const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
say(`test: ${((performance.now() - started) / 1000).toFixed(0)} s`);
say(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
