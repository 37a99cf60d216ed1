import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWindowPlaces } from '../../../../../main/shells/electron/windowPlaces.ts';
import { createWindows } from '../../../../../main/shells/electron/windows.ts';
import { electronDouble } from './double.ts';

/** A typed double, not a run of Electron: tests/installed/recovery.spec.ts crashes the page of the real one. */
let folder: string;

const opened = () => {
  const double = electronDouble();
  const crashes: string[] = [];
  const windows = createWindows({
    electron: double.electron,
    preload: '/preload.cjs',
    icon: null,
    places: openWindowPlaces(join(folder, 'windows.json')),
    onCrashed: (reason) => crashes.push(reason),
  });
  windows.open();
  const loads = (): number => double.log.filter((line) => line.startsWith('load ')).length;
  return { double, windows, crashes, loads };
};

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

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

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 1280, height: 1024 };
const onTheRight = { bounds: { x: 2000, y: 100, width: 1180, height: 720 }, maximized: false, fullScreen: true };

test('a window comes up where it stood, the second where the second stood, also after a restart', () => {
  const before = opened();
  before.double.setScreens([SCREEN, RIGHT]);
  before.windows.open();
  before.double.windows[1]?.placeAt(onTheRight);
  before.double.windows[1]?.close();
  const { double, windows } = opened();
  double.setScreens([SCREEN, RIGHT]);
  windows.open();
  expect(double.windows[1]?.options.place).toEqual(onTheRight);
  expect(double.windows[0]?.options.place.fullScreen).toBe(false);
});

test('a window whose screen goes is brought to one that is there', () => {
  const { double } = opened();
  double.setScreens([SCREEN, RIGHT]);
  double.windows[0]?.placeAt(onTheRight);
  double.setScreens([SCREEN]);
  expect(double.windows[0]?.moves).toEqual([{ x: 740, y: 100, width: 1180, height: 720 }]);
});

test('zoom goes to every window, stays over a load and a restart, and ends where the scale does', () => {
  const first = opened();
  first.windows.open();
  first.windows.zoom('in');
  first.double.windows[0]?.turnWheel('in');
  expect(first.double.windows.map(({ zooms }) => zooms)).toEqual([
    [1.1, 1.25],
    [1.1, 1.25],
  ]);
  vi.advanceTimersByTime(1000);
  const second = opened();
  second.double.windows[0]?.finishLoading();
  expect(second.double.windows[0]?.zooms).toEqual([1.25]);
  for (let press = 0; press < 20; press += 1) second.windows.zoom('out');
  expect(second.double.windows[0]?.zooms.at(-1)).toBe(0.5);
  second.windows.zoom('reset');
  expect(second.double.windows[0]?.zooms.at(-1)).toBe(1);
});
