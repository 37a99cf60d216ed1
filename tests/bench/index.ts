import { parseArgs } from 'node:util';
import { alertLatency } from './alert/bench.ts';
import { electronMemory } from './electron/memory.ts';
import { electronStart } from './electron/start.ts';
import { falseRise } from './falseRise/bench.ts';
import { feed } from './feed/bench.ts';
import { load } from './load.ts';
import { locked } from './locked/bench.ts';
import { memory } from './memory/bench.ts';
import { ratioOf, report, rounded, type Bench, type Measured } from './result.ts';
import { rules } from './rules.ts';
import { silence } from './silence/bench.ts';
import { start } from './start.ts';
import { store } from './store/bench.ts';
import { verify } from './verify/bench.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  start,
  'start-electron': electronStart,
  load,
  rules,
  'alert-latency': alertLatency,
  'false-rise': falseRise,
  feed,
  locked,
  memory,
  'memory-electron': electronMemory,
  silence,
  store,
  verify,
};

const stop = (line: string): never => {
  process.stderr.write(`bench: ${line}\n`);
  process.exit(2);
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const name = positionals[0] ?? stop(`name one of: ${Object.keys(BENCHES).join(', ')}`);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;

const print = (measured: Measured): void => {
  if (values.json) {
    process.stdout.write(`${JSON.stringify(report(name, measured))}\n`);
    return;
  }
  const { ours, unit, references, details } = measured;
  process.stdout.write(`${name}: ${rounded(ours)} ${unit}\n`);
  for (const reference of references) {
    const mine = reference.ours === undefined ? '' : `${rounded(reference.ours)} `;
    const line = `${mine}against ${reference.name}: ${rounded(reference.value)} ${unit}`;
    process.stdout.write(`  ${line}, ratio ${ratioOf(measured, reference)}\n`);
  }
  for (const [key, value] of Object.entries(details)) process.stdout.write(`  ${key}: ${String(value)}\n`);
};

if (bench === undefined) stop(`there is no bench "${name}"; there are: ${Object.keys(BENCHES).join(', ')}`);
else {
  try {
    print(await bench());
  } catch (error) {
    stop(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}
