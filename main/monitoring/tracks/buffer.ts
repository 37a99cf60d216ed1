import type { Fix } from '../../../shared/domain/fixes.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import type { Path } from '../../../shared/domain/proximity/types.ts';

/**
 * The last minutes of one subject's track, in time order, held in flat arrays: a thousand devices at 1 Hz over 15 minutes are
 * 900,000 points, which as objects would cost several times as much memory.
 */
export type TrackBuffer = {
  /** Inserts a fix at its place in time; false when one of the same time is already there. Forgets what is older than the memory. */
  readonly add: (fix: Fix, doubted?: boolean) => boolean;
  /** Forgets nothing until it is told to again: what comes together is weighed as a whole. */
  readonly keepAll: (on: boolean) => void;
  /** Believes what was doubted from `from_ms` on. */
  readonly believe: (from_ms: number) => void;
  readonly points: () => readonly TrackPoint[];
  /** Forgets what is older than the memory at `now_ms`, and a little more, so that this is seldom work. */
  readonly expire: (now_ms: number) => void;
  /** Forgets everything but the newest point, and gives its memory back: the last known place goes on to count. */
  readonly keepLast: () => void;
  /** The same points as the rules read them. */
  readonly path: Path;
  /** Speed that point `index` reported, m/s; null where it reported none. */
  readonly speed_mps: (index: number) => number | null;
};

const COLUMNS = 5; // lon ×1e7, lat ×1e7, accuracy dm, speed cm/s, heading ×100
const NONE = -1;
const FIRST_CAPACITY = 16;
/** What is forgotten at once, as a share of the memory. */
const EXPIRY_SHARE = 1 / 16;

const scaled = (value: number | null, by: number): number => (value === null ? NONE : Math.round(value * by));

export const createTrackBuffer = (memory_ms: number, defaultAccuracy_m: number): TrackBuffer => {
  let times = new Float64Array(FIRST_CAPACITY);
  let cells = new Int32Array(FIRST_CAPACITY * COLUMNS);
  let doubts = new Uint8Array(FIRST_CAPACITY);
  let size = 0;
  let limit_ms = memory_ms;

  const timeAt = (index: number): number => times[index] ?? 0;
  const cell = (index: number, column: number): number => cells[index * COLUMNS + column] ?? NONE;

  const forget = (before_ms: number): void => {
    let gone = 0;
    while (gone < size - 1 && timeAt(gone) < before_ms) gone += 1; // the last known place goes on to count
    if (gone === 0) return;
    times.copyWithin(0, gone, size);
    cells.copyWithin(0, gone * COLUMNS, size * COLUMNS);
    doubts.copyWithin(0, gone, size);
    size -= gone;
  };

  const grow = (): void => {
    const moreTimes = new Float64Array(times.length * 2);
    const moreCells = new Int32Array(cells.length * 2);
    const moreDoubts = new Uint8Array(doubts.length * 2);
    moreTimes.set(times);
    moreCells.set(cells);
    moreDoubts.set(doubts);
    times = moreTimes;
    cells = moreCells;
    doubts = moreDoubts;
  };

  const makeRoom = (): void => {
    if (size < times.length) return;
    forget(timeAt(size - 1) - limit_ms);
    if (size > times.length * 0.9) grow();
  };

  const add: TrackBuffer['add'] = (fix, doubted = false) => {
    const newest = size === 0 ? Number.NEGATIVE_INFINITY : timeAt(size - 1);
    if (fix.at_ms < newest - limit_ms) return true; // too old to keep, but no duplicate that could be known
    let index = size;
    while (index > 0 && timeAt(index - 1) > fix.at_ms) index -= 1;
    if (index > 0 && timeAt(index - 1) === fix.at_ms) return false;
    const full = size;
    makeRoom();
    index -= full - size;
    if (index < 0) return true; // older than what has just been forgotten
    if (index < size) {
      times.copyWithin(index + 1, index, size);
      cells.copyWithin((index + 1) * COLUMNS, index * COLUMNS, size * COLUMNS);
      doubts.copyWithin(index + 1, index, size);
    }
    times[index] = fix.at_ms;
    const row = index * COLUMNS;
    cells[row] = Math.round(fix.lon * 1e7);
    cells[row + 1] = Math.round(fix.lat * 1e7);
    cells[row + 2] = scaled(fix.accuracy_m, 10);
    cells[row + 3] = scaled(fix.speed_mps, 100);
    cells[row + 4] = scaled(fix.heading_deg, 100);
    doubts[index] = doubted ? 1 : 0;
    size += 1;
    return true;
  };

  const points = (): readonly TrackPoint[] => {
    const from_ms = size === 0 ? 0 : timeAt(size - 1) - memory_ms;
    const all: TrackPoint[] = [];
    for (let i = 0; i < size; i += 1) {
      if (timeAt(i) < from_ms) continue;
      const [accuracy, speed, heading] = [cell(i, 2), cell(i, 3), cell(i, 4)];
      all.push({
        at_ms: timeAt(i),
        lon: cell(i, 0) / 1e7,
        lat: cell(i, 1) / 1e7,
        accuracy_m: accuracy === NONE ? defaultAccuracy_m : accuracy / 10,
        speed_mps: speed === NONE ? null : speed / 100,
        heading_deg: heading === NONE ? null : heading / 100,
      });
    }
    return all;
  };

  const keepLast = (): void => {
    if (size <= 1) return;
    const last = size - 1;
    times = new Float64Array(FIRST_CAPACITY).fill(timeAt(last), 0, 1);
    const row = cells.slice(last * COLUMNS, size * COLUMNS);
    cells = new Int32Array(FIRST_CAPACITY * COLUMNS);
    cells.set(row);
    doubts = new Uint8Array(FIRST_CAPACITY).fill(doubts[last] ?? 0, 0, 1);
    size = 1;
  };

  const upTo = (at_ms: number): number => {
    let [low, high] = [0, size];
    // Nearly always the last or the last but one.
    while (low < high && timeAt(high - 1) > at_ms) {
      const middle = (low + high) >> 1;
      if (timeAt(middle) > at_ms) high = middle;
      else low = middle;
    }
    return high - 1;
  };
  const inside = (index: number): boolean => index >= 0 && index < size;
  const path: Path = {
    size: () => size,
    upTo,
    at_ms: (index) => (inside(index) ? timeAt(index) : Number.NaN),
    lon: (index) => (inside(index) ? cell(index, 0) / 1e7 : Number.NaN),
    lat: (index) => (inside(index) ? cell(index, 1) / 1e7 : Number.NaN),
    accuracy_m: (index) => {
      const accuracy = inside(index) ? cell(index, 2) : Number.NaN;
      return accuracy === NONE ? defaultAccuracy_m : accuracy / 10;
    },
    isDoubted: (index) => inside(index) && doubts[index] === 1,
  };

  return {
    add,
    points,
    expire: (now_ms) => {
      const oldest_ms = now_ms - memory_ms;
      if (size > 0 && timeAt(0) < oldest_ms) forget(oldest_ms + memory_ms * EXPIRY_SHARE);
    },
    keepLast,
    path,
    keepAll: (on) => {
      limit_ms = on ? Number.POSITIVE_INFINITY : memory_ms;
      if (!on && size > 0) forget(timeAt(size - 1) - memory_ms);
    },
    believe: (from_ms) => {
      for (let i = size - 1; i >= 0 && timeAt(i) >= from_ms; i -= 1) doubts[i] = 0;
    },
    speed_mps: (index) => {
      const speed = inside(index) ? cell(index, 3) : NONE;
      return speed === NONE ? null : speed / 100;
    },
  };
};
