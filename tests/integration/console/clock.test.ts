import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dispatcher } from '../../builders/directory.ts';
import { incidentId } from '../../builders/ids.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until, withinASecond } from './harness.ts';
import type { Driven } from './harness.ts';

/** The console's machine is set while it runs. The server's double stands for another machine: it is not. */

const HOUR_MS = 3_600_000;
const realNow = Date.now;
let double: Double;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;
/** What the console has told the server of its machine's clock. */
let witnessed: readonly (number | undefined)[];

const link = (): ReturnType<Driven['process']['snapshot']>['link'] => driven.process.snapshot().link;
const step = (by_ms: number): void => void vi.spyOn(Date, 'now').mockImplementation(() => realNow() + by_ms);

beforeEach(async () => {
  folder = tempFolder();
  double = await openDouble(dispatcher);
  witnessed = [];
  double.answer('attend', ({ wall_ms }) => {
    witnessed = [...witnessed, wall_ms];
    return null;
  });
  driven = driveConsole(double.url, folder.path);
  await until('link up', () => link().status === 'up');
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
  await until('attended', () => witnessed.length > 1);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await driven.close();
  await double.kill();
  folder.remove();
});

test.each([HOUR_MS, -HOUR_MS])(
  'a console whose machine is set by %d ms goes on: same connection, same server time, same lock, and says that its clock is off',
  async (by_ms) => {
    const connections = double.connections();
    const { since_ms, clockOffset_ms } = link();
    step(by_ms);
    const before = witnessed.length;
    // Calls go out meanwhile: the socket's client looks at its clock with each.
    await until('it attends on', () => witnessed.length > before + 2);
    await withinASecond('it says so', () => Math.abs((link().machineClockOff_ms ?? 0) - by_ms) < 1500);
    expect(double.connections()).toBe(connections);
    expect(link()).toMatchObject({ status: 'up', since_ms });
    expect(Math.abs((link().clockOffset_ms ?? Infinity) - (clockOffset_ms ?? Infinity))).toBeLessThan(500);
    expect(driven.heard('link').every(({ status }) => status !== 'lost')).toBe(true);
    expect(driven.heard('lock').at(-1) ?? null).toBeNull();
    expect(Math.abs((witnessed.at(-1) ?? 0) - Date.now())).toBeLessThan(3000);
  },
);

test('a command given after the machine was set carries the true time', async () => {
  step(-HOUR_MS);
  await driven.call('send', { kind: 'note.add', incidentId: incidentId('I1'), text: 'here' });
  await until('landed', () => double.commands.length === 1);
  expect(Math.abs((double.commands[0]?.issuedAt_ms ?? 0) - realNow())).toBeLessThan(5000);
});
