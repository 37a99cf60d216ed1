import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from '../../files/replaceFile.ts';
import type { Bounds, Place } from './facade.ts';

/** Drawn at these, and at none between: a factor is reached again by the same presses. */
export const ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** More windows than anybody opens. */
const WINDOWS_LIMIT = 16;
const SAVE_AFTER_MS = 500;
const FIRST = { width: 1600, height: 960 } as const;

const pixels = z.int().min(-100_000).max(100_000);
const PlaceSchema: z.ZodType<Place> = z
  .strictObject({
    bounds: z.strictObject({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1) }).readonly(),
    maximized: z.boolean(),
    fullScreen: z.boolean(),
  })
  .readonly();
const Kept = z.strictObject({
  zoom: z
    .number()
    .min(ZOOMS[0])
    .max(ZOOMS[ZOOMS.length - 1] ?? 1),
  windows: z.array(PlaceSchema.nullable()).max(WINDOWS_LIMIT),
});
type Kept = z.infer<typeof Kept>;

const overlap = (a: Bounds, b: Bounds): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * A place wholly on one screen that exists: the one most of it is on, else the first. A window that has never stood anywhere goes to the
 * middle of the first screen.
 * @param screens what programs may use of each screen, the main one first.
 */
export const onScreen = (place: Place | null, screens: readonly [Bounds, ...Bounds[]]): Place => {
  const wanted = place?.bounds ?? null;
  const screen =
    wanted === null
      ? screens[0]
      : screens.reduce((best, next) => (overlap(wanted, next) > overlap(wanted, best) ? next : best));
  const width = Math.min(wanted?.width ?? FIRST.width, screen.width);
  const height = Math.min(wanted?.height ?? FIRST.height, screen.height);
  const x = wanted?.x ?? screen.x + Math.round((screen.width - width) / 2);
  const y = wanted?.y ?? screen.y + Math.round((screen.height - height) / 2);
  return {
    bounds: {
      x: clamp(x, screen.x, screen.x + screen.width - width),
      y: clamp(y, screen.y, screen.y + screen.height - height),
      width,
      height,
    },
    maximized: place?.maximized ?? false,
    fullScreen: place?.fullScreen ?? false,
  };
};

/** The next zoom in a direction; the same at the end of the scale. */
export const nextZoom = (zoom: number, step: ZoomStep): number => {
  if (step === 'reset') return 1;
  const next = step === 'in' ? ZOOMS.find((other) => other > zoom) : ZOOMS.findLast((other) => other < zoom);
  return next ?? zoom;
};
export type ZoomStep = 'in' | 'out' | 'reset';

const read = (file: string): Kept => {
  try {
    const parsed = Kept.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Not there yet, or unreadable: nothing in it is worth stopping for.
  }
  return { zoom: 1, windows: [] };
};

export type WindowPlaces = {
  readonly zoom: () => number;
  readonly setZoom: (zoom: number) => void;
  /** Where the first, the second … window stood when it was last open; null where it never was. */
  readonly place: (index: number) => Place | null;
  readonly keep: (index: number, place: Place) => void;
  /** Writes at once what has changed. */
  readonly flush: () => void;
};

/**
 * Size, place and zoom of the windows, in a file of the data folder. Windows are counted in the order they were opened, so that the second
 * one comes up where the second one stood. A file that cannot be written costs nobody more than moving a window.
 */
export const openWindowPlaces = (file: string): WindowPlaces => {
  let kept = read(file);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    try {
      replaceFile(file, `${JSON.stringify(kept)}\n`);
    } catch {
      // As said above.
    }
  };
  const change = (next: Kept): void => {
    kept = next;
    // A window that is dragged moves with every pixel.
    timer ??= setTimeout(flush, SAVE_AFTER_MS);
  };
  return {
    zoom: () => kept.zoom,
    setZoom: (zoom) => change({ ...kept, zoom }),
    place: (index) => kept.windows[index] ?? null,
    keep: (index, place) => {
      if (index >= WINDOWS_LIMIT) return;
      const windows = Array.from({ length: Math.max(kept.windows.length, index + 1) }, (_, at) =>
        at === index ? place : (kept.windows[at] ?? null),
      );
      change({ ...kept, windows });
    },
    flush,
  };
};
