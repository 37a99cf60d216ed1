import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { systemClock, systemTimers } from '../../../main/console/clock.ts';
import { createConsole } from '../../../main/console/console.ts';
import { dialSocketIo } from '../../../main/console/link/socketIo.ts';
import { aSnapshot } from '../../builders/snapshot.ts';

/**
 * A console process by itself, to be killed: `consoleChild.ts URL FOLDER`. Calls come in as lines of JSON, answers and what windows
 * would be shown go out as lines, each written before anything else happens.
 */
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const [url = '', folder = ''] = process.argv.slice(2);
const opened = createConsole({
  saveFile: null,
  keyring: null,
  url: Promise.resolve(url),
  dial: dialSocketIo,
  folder,
  shell: aSnapshot().shell,
  clock: systemClock,
  timers: systemTimers,
  newId: (prefix) => `${prefix}-${randomUUID()}`,
  newToken: () => randomUUID(),
  spawnTrainingServer: () => Promise.reject(new Error('no training in this test')),
  scenarios: () => Promise.resolve([]),
  policy: { lockAfter_s: 300, blockCapture: false },
  systemIdle_s: () => null,
  isMuted: () => false,
  log: pino({ level: 'silent' }),
});
if (!opened.ok) {
  process.stderr.write(`${opened.error}\n`);
  process.exit(2);
}
const { answer, onAny } = opened.value;
onAny((name, payload) => {
  if (name === 'soundAsked') void answer('tellSound', { page: 'page of the test', off: null });
  if (name === 'presence') say({ event: name });
  if (name === 'entries' || name === 'link' || name === 'outbox') say({ event: name, payload });
});
createInterface({ input: process.stdin }).on('line', (line) => {
  const { n, name, args } = JSON.parse(line) as { n: number; name: unknown; args: unknown }; // the test's own lines
  void answer(name, args).then((answered) => say({ n, answered }));
});
say({ ready: true });
