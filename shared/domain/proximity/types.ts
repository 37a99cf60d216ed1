import type { Fix } from '../fixes.ts';

/** Accepted fixes of one person, oldest first, numbered from 0. Reading outside answers NaN. */
export type Path = {
  readonly size: () => number;
  readonly at_ms: (index: number) => number;
  readonly lon: (index: number) => number;
  readonly lat: (index: number) => number;
  /** Radius of 68 % confidence, metres. */
  readonly accuracy_m: (index: number) => number;
  /** The fix contradicts its own track, and nothing that came since has borne it out. */
  readonly isDoubted: (index: number) => boolean;
  /** Index of the newest fix at or before a time; −1 where there is none. */
  readonly upTo: (at_ms: number) => number;
};

/** What is known of a person at the moment: the last accepted fix and how fast they could have moved since. */
export type Subject = {
  readonly fix: Fix;
  /** When the fix before it was taken; its own time where there is none. */
  readonly before_ms: number;
  /** Newer fix that is too far off to be believed yet; its place counts as possible. */
  readonly held: Fix | null;
  /** When the device was last heard in any way, by the server's clock; a fix counts by its own time. */
  readonly heard_ms: number;
  /** Where the device also claims to be while it alternates between places that nobody can travel between in time. */
  readonly twoPlaces: Fix | null;
  /** Since when the head of the track contradicts what came before and is not borne out; null while it is believed. */
  readonly doubted_ms: number | null;
  /** That is so because its accuracy has collapsed. */
  readonly hasCollapsed: boolean;
  /** Device's reporting interval, seconds; the policy's default where nobody knows it. */
  readonly interval_s: number;
  /** The interval is what the device is configured to, or what enough of its fixes have shown. */
  readonly isIntervalKnown: boolean;
  /** Fastest speed in the window up to the last fix, metres per second; 0 where unknown. */
  readonly topSpeed_mps: number;
  /** Fixes accepted at the head of the track since the server started, so that a rule can count them; 0 = known from before only. */
  readonly fixes: number;
  /** The way here: accepted fixes of the last minutes, the last one included. */
  readonly path: Path;
};

/** A distance with its bounds, metres; signed where it is measured to the edge of a zone. */
export type Bounded = { readonly d: number; readonly min: number; readonly max: number };
