import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bounds } from '../../../../../main/shells/electron/facade.ts';
import { onScreen, openWindowPlaces } from '../../../../../main/shells/electron/windowPlaces.ts';

const MAIN: Bounds = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT: Bounds = { x: -1280, y: 200, width: 1280, height: 800 };
const at = (bounds: Bounds) => ({ bounds, maximized: false, fullScreen: false });

test('a first window goes to the middle of the main screen, no larger than it', () => {
  expect(onScreen(null, [MAIN, LEFT])).toEqual(at({ x: 160, y: 40, width: 1600, height: 960 }));
  expect(onScreen(null, [{ x: 0, y: 0, width: 1280, height: 760 }])).toEqual(
    at({ x: 0, y: 0, width: 1280, height: 760 }),
  );
});

test.each<[string, Bounds, Bounds]>([
  [
    'stays where it stood',
    { x: -1200, y: 250, width: 1180, height: 720 },
    { x: -1200, y: 250, width: 1180, height: 720 },
  ],
  [
    'comes back from beyond the edge',
    { x: 1800, y: -50, width: 1180, height: 720 },
    { x: 740, y: 0, width: 1180, height: 720 },
  ],
  [
    'leaves a screen that is gone',
    { x: 5000, y: 3000, width: 1180, height: 720 },
    { x: 740, y: 320, width: 1180, height: 720 },
  ],
  [
    'shrinks to a smaller screen',
    { x: -1280, y: 200, width: 1600, height: 960 },
    { x: -1280, y: 200, width: 1280, height: 800 },
  ],
])('a window %s', (_name, stood, stands) => {
  expect(onScreen(at(stood), [MAIN, LEFT]).bounds).toEqual(stands);
});

test('whatever was kept, the whole window is on one screen that exists', () => {
  const side = fc.integer({ min: 200, max: 4000 });
  const edge = fc.integer({ min: -9000, max: 9000 });
  const rectangle = fc.record({ x: edge, y: edge, width: side, height: side });
  fc.assert(
    fc.property(rectangle, fc.tuple(rectangle, rectangle), (stood, screens) => {
      const { x, y, width, height } = onScreen(at(stood), screens).bounds;
      const holds = screens.some(
        (screen) =>
          x >= screen.x &&
          y >= screen.y &&
          x + width <= screen.x + screen.width &&
          y + height <= screen.y + screen.height,
      );
      expect(holds).toBe(true);
    }),
  );
});

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'jikim-test-')), 'windows.json');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true, force: true }));

test('what was kept is read again; of a window that never was there is no place', () => {
  const places = openWindowPlaces(file);
  const place = { bounds: { x: 10, y: 20, width: 1300, height: 800 }, maximized: true, fullScreen: false };
  places.keep(1, place);
  places.setZoom(1.25);
  places.flush();
  const again = openWindowPlaces(file);
  expect([again.place(0), again.place(1), again.place(2), again.zoom()]).toEqual([null, place, null, 1.25]);
});

test.each(['', '{', '{"zoom":40,"windows":[]}', '{"zoom":1,"windows":[{"bounds":{"x":"0"}}]}', '[]'])(
  'a file that holds %j is as good as none',
  (content) => {
    writeFileSync(file, content);
    const places = openWindowPlaces(file);
    expect([places.zoom(), places.place(0)]).toEqual([1, null]);
    places.setZoom(2);
    places.flush();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ zoom: 2, windows: [] });
  },
);

test('a folder that cannot be written stops nobody', () => {
  const places = openWindowPlaces('/proc/nowhere/windows.json');
  places.setZoom(2);
  places.flush();
  expect(places.zoom()).toBe(2);
});
