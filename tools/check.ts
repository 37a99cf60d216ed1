import { availableParallelism } from 'node:os';
import { checkArchitecture } from './checks/architecture.ts';
import { checkClocks } from './checks/clocks.ts';
import { checkFileLength } from './checks/fileLength.ts';
import { checkLicences } from './checks/licences.ts';
import type { Check } from './checks/verdict.ts';
import { checkWords } from './checks/words.ts';
import { exec, type Finished } from './exec.ts';

type Step = { readonly name: string; readonly run: () => Promise<Finished> };

const command = (name: string, program: string, ...args: readonly string[]): Step => ({
  name,
  run: () => exec(program, args),
});

const inProcess = (name: string, check: Check): Step => ({
  name,
  run: async () => {
    const problems = await check();
    return { code: problems.length === 0 ? 0 : 1, output: problems.map((line) => `${line}\n`).join('') };
  },
});

const RUNTIMES = ['shared', 'main', 'preload', 'renderer', '.'] as const;

/** dependency-cruiser's remark that TypeScript 7 has no API for it yet: swc reads the sources here. */
const REMARK = /\n[^\n]*missing-tsc-transpiler[^]*$/;

/** Slowest first, so that the short ones fill the gaps. */
const STEPS: readonly Step[] = [
  command('lint', 'oxlint', '--type-aware', '--deny-warnings', '--format=unix', '--report-unused-disable-directives'),
  command('format', 'prettier', '--check', '--cache', '--log-level=warn', '.'),
  command('direction', 'depcruise', '--config', '.dependency-cruiser.mjs', 'shared', 'main', 'renderer', 'preload'),
  command('unused', 'knip', '--no-progress'),
  ...RUNTIMES.map((runtime) =>
    command(`types ${runtime === '.' ? 'tools, tests' : runtime}`, 'tsc', '--project', runtime),
  ),
  inProcess('licences', checkLicences),
  inProcess('clocks', checkClocks),
  inProcess('file length', checkFileLength),
  inProcess('words', checkWords),
  inProcess('architecture', checkArchitecture),
];

const runStep = async ({ name, run }: Step): Promise<boolean> => {
  const started = performance.now();
  const { code, output } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ok = code === 0;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(18)} ${seconds.padStart(5)} s\n`);
  if (!ok) process.stdout.write(`${output.replace(REMARK, '').trim().replace(/^/gm, '     ')}\n`);
  return ok;
};

const queue = [...STEPS];
const results: boolean[] = [];
const worker = async (): Promise<void> => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await runStep(step));
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));

const failed = results.filter((ok) => !ok).length;
process.stdout.write(`check: ${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
