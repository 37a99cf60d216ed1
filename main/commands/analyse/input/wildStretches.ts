import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { knownAt_ms } from './clockGuard.ts';
import type { FixLine, Lines } from './clockGuard.ts';
import type { InputFault } from './fault.ts';
import { refusedLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';

/** Fixes held back at most while nobody knows whether the track comes back to where it was: over a day at 1 Hz. */
const MAX_HELD = 100_000;

/** Stretches looked back over at most; a file that jumps more often than that is only out of order. */
const MAX_STRETCHES = 20;

const DAY_MS = 86_400_000;

/** Fixes that follow one another without a jump of the clock. `held`: those not handed on yet. */
type Stretch = {
  held: FixLine[];
  fixes: number;
  readonly first_ms: number;
  last_ms: number;
  least_ms: number;
  greatest_ms: number;
  longestStep_ms: number;
};

const begun = (line: FixLine): Stretch => {
  const at_ms = knownAt_ms(line);
  return {
    held: [line],
    fixes: 1,
    first_ms: at_ms,
    last_ms: at_ms,
    least_ms: at_ms,
    greatest_ms: at_ms,
    longestStep_ms: 0,
  };
};

const extend = (stretch: Stretch, line: FixLine, isStep: boolean): void => {
  const at_ms = knownAt_ms(line);
  stretch.held.push(line);
  stretch.fixes += 1;
  if (isStep) stretch.longestStep_ms = Math.max(stretch.longestStep_ms, Math.abs(at_ms - stretch.last_ms));
  stretch.last_ms = at_ms;
  stretch.least_ms = Math.min(stretch.least_ms, at_ms);
  stretch.greatest_ms = Math.max(stretch.greatest_ms, at_ms);
};

const lasted_ms = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { least_ms, greatest_ms }) => sum + greatest_ms - least_ms, 0);

type Bounds = { readonly jump_ms: number; readonly leg_ms: number };

/**
 * True where the time that is missing between `before` and `next_ms` is the time that the stretches in between took, and no more than a
 * step at each joint. Less is missing where a device handed in at once what it had kept for days; more, or all of the time that follows,
 * where it was off, or where tracks of several days stand in one file.
 */
const comesBack = (before: Stretch, between: readonly Stretch[], next_ms: number, bounds: Bounds): boolean => {
  const missing_ms = next_ms - before.last_ms;
  const taken_ms = lasted_ms(between);
  const step_ms = Math.max(bounds.leg_ms, ...between.map(({ longestStep_ms }) => longestStep_ms));
  // A clock that stands still does not tell how long its fixes took: a step each at most.
  const steps = taken_ms === 0 ? between.reduce((sum, { fixes }) => sum + fixes, 0) : between.length;
  return missing_ms <= bounds.jump_ms && taken_ms <= missing_ms && missing_ms <= taken_ms + step_ms * (steps + 1);
};

const refused = (stretch: Stretch, before: Stretch): readonly TrackLine[] => {
  const ahead_ms = stretch.first_ms - before.last_ms;
  const days = (Math.abs(ahead_ms) / DAY_MS).toFixed(1);
  const message = `is one of ${stretch.fixes} fixes ${days} days ${ahead_ms > 0 ? 'after' : 'before'} those around them, which go on where they had stopped`;
  return stretch.held.map(({ line, point }) => {
    const told = refusedLine(line, 'clock', 'time', message);
    return point === undefined ? told : { ...told, point };
  });
};

/**
 * Refuses stretches, of any length, whose clock was wrong: the track jumps more than `jump_ms` away and later comes back to go on where it
 * had stopped, and what is missing there is as long as the stretch took. Judged at the times that it bears, a breach in it would be told
 * days late, or at a time at which nobody knew where the other was. A stretch is held back until that is known: at most until it has lasted
 * longer than the jump. `leg_ms` is how far apart two fixes that follow one another may be where their own steps are shorter.
 */
export async function* refuseWildStretches(lines: Lines, bounds: Bounds): Lines {
  const stretches: Stretch[] = [];
  const handOn = function* (stretch: Stretch | undefined): Generator<Result<TrackLine, InputFault>> {
    for (const line of stretch?.held ?? []) yield ok(line);
    if (stretch !== undefined) stretch.held = [];
  };
  const isSettled = (): boolean => {
    const [, ...open] = stretches;
    const held = open.reduce((sum, stretch) => sum + stretch.held.length, 0);
    return held > MAX_HELD || open.length > MAX_STRETCHES || lasted_ms(open) > bounds.jump_ms;
  };

  for await (const read of lines) {
    if (!read.ok) {
      // What was read before the fault is used as far as it goes.
      for (const stretch of stretches) yield* handOn(stretch);
      yield read;
      return;
    }
    if (read.value.refused !== null) {
      yield read;
      continue;
    }
    const next = read.value;
    const next_ms = knownAt_ms(next);
    const current = stretches.at(-1);
    if (current === undefined) stretches.push(begun(next));
    else if (Math.abs(next_ms - current.last_ms) <= bounds.jump_ms) extend(current, next, true);
    else {
      const index = stretches.findLastIndex(
        (before, i) => before !== current && comesBack(before, stretches.slice(i + 1), next_ms, bounds),
      );
      const before = stretches[index];
      if (before === undefined) stretches.push(begun(next));
      else {
        for (const wild of stretches.splice(index + 1)) for (const line of refused(wild, before)) yield ok(line);
        extend(before, next, false);
      }
    }
    while (stretches.length > 1 && isSettled()) {
      stretches.shift();
      yield* handOn(stretches[0]);
    }
    if (stretches.length === 1) yield* handOn(stretches[0]);
  }
  for (const stretch of stretches) yield* handOn(stretch);
}
