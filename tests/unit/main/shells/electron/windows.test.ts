import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWindows } from '../../../../../main/shells/electron/windows.ts';
import { electronDouble } from './double.ts';

/** A typed double, not a run of Electron: tests/installed/recovery.spec.ts crashes the page of the real one. */
const opened = () => {
  const double = electronDouble();
  const crashes: string[] = [];
  const windows = createWindows({
    electron: double.electron,
    preload: '/preload.cjs',
    icon: null,
    onCrashed: (reason) => crashes.push(reason),
  });
  windows.open();
  const loads = (): number => double.log.filter((line) => line.startsWith('load ')).length;
  return { double, windows, crashes, loads };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a page that crashes is loaded again at once, and one that crashes on and on with pauses, never given up', () => {
  const { double, crashes, loads } = opened();
  for (const [index, delay_ms] of [0, 1000, 2000, 5000, 5000, 5000].entries()) {
    double.crashPage('crashed');
    if (delay_ms > 0) {
      vi.advanceTimersByTime(delay_ms - 1);
      expect(loads()).toBe(index + 1);
    }
    vi.advanceTimersByTime(1);
    expect(loads()).toBe(index + 2);
  }
  expect(crashes).toHaveLength(6);
});

test('two windows are two, and a second instance brings both to the front', () => {
  const { double, windows } = opened();
  windows.open();
  expect(windows.shown()).toHaveLength(2);
  double.log.length = 0;
  windows.bringUp();
  expect(double.log).toEqual(['show', 'focus', 'show', 'focus']);
});
