import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { installEnding } from '../../../../../main/shells/electron/ending.ts';
import { electronDouble } from './double.ts';
import type { ElectronDouble } from './double.ts';

/** A typed double, not a run of Electron: tests/installed/ending.spec.ts goes these ways in the real one. */
const installed = (stop: () => Promise<void>) => {
  const double = electronDouble();
  const signals = new EventEmitter();
  const failed: string[] = [];
  installEnding({ electron: double.electron, signals, stop, onFailed: (reason) => failed.push(reason) });
  return { double, signals, failed };
};

const WAYS: Readonly<Record<string, (double: ElectronDouble, signals: EventEmitter) => unknown>> = {
  quit: (double) => double.quit(),
  'last window': (double) => double.closeAll(),
  'end of the session': (double) => double.endSystem(),
  SIGTERM: (_double, signals) => signals.emit('SIGTERM'),
  SIGINT: (_double, signals) => signals.emit('SIGINT'),
  SIGHUP: (_double, signals) => signals.emit('SIGHUP'),
};

test.each(Object.entries(WAYS))(
  '%s: windows first, then everything is stopped, then it exits',
  async (_name, leave) => {
    let finish: () => void = () => undefined;
    const { double, signals } = installed(() => new Promise((resolve) => (finish = resolve)));
    leave(double, signals);
    await Promise.resolve();
    expect(double.log).toEqual(['close windows']);
    finish();
    await expect.poll(() => double.log).toEqual(['close windows', 'exit 0']);
  },
);

test('Quit does not take effect by itself, and all ways together stop once', async () => {
  let stops = 0;
  const { double, signals } = installed(async () => void (stops += 1));
  expect(double.quit()).toBe(false);
  for (const leave of Object.values(WAYS)) leave(double, signals);
  await expect.poll(() => double.log.at(-1)).toBe('exit 0');
  expect(stops).toBe(1);
});

test('a stop that fails is told by its name and ends the program all the same', async () => {
  const { double, failed } = installed(() => Promise.reject(new RangeError('with a name in it')));
  double.closeAll();
  await expect.poll(() => double.log.at(-1)).toBe('exit 0');
  expect(failed).toEqual(['RangeError']);
});
