import type { DeviceSign } from '../fixes.ts';
import type { Policy } from '../policy.ts';

export type TroubleSign = Exclude<DeviceSign['kind'], 'heard'>;

/** Something that was told: first since the last fresh fix, and last. Milliseconds by the server's clock. */
type Spell = { readonly first_ms: number; readonly last_ms: number };

/**
 * Messages whose newest fix is behind the server's clock by one offset, while time goes on: the first and the last of them, and the fix of the
 * last. Milliseconds, the offset negative seconds.
 */
type Behind = Spell & { readonly newest_ms: number; readonly offset_s: number };

/** What a device's messages have said of it beside fixes that count. Milliseconds by the server's clock, null where it never was so. */
export type Told = {
  /** Its last message of any kind, and the one before it. */
  readonly heard_ms: number | null;
  readonly heardBefore_ms: number | null;
  /** Its last message with a fix that joined the track, present or late. */
  readonly fix_ms: number | null;
  /** Its last message with a fix that says where it is now. */
  readonly fresh_ms: number | null;
  /** Seconds between its last messages with such a fix, the newest last. */
  readonly gaps_s: readonly number[];
  /** Its last message with a fix that was known already. */
  readonly repeated_ms: number | null;
  /** Its messages since the last fix that joined whose fixes were all held: nobody can have come to where they say. */
  readonly held: Spell | null;
  /** Null where the newest fix of its last message was of then. */
  readonly behind: Behind | null;
  readonly signs: ReadonlyMap<TroubleSign, Spell>;
  /** How far its clock was ahead when it was last found wrong, seconds. */
  readonly clockOffset_s: number | null;
};

/**
 * How often a device usually sends where it is, seconds: the median of its last gaps; null while there are too few for one. So a single long
 * gap says nothing.
 */
export const usualGap_s = ({ gaps_s }: Told, { uncertainty }: Policy): number | null =>
  gaps_s.length < uncertainty.fewestIntervals
    ? null
    : (gaps_s.toSorted((a, b) => a - b)[Math.floor(gaps_s.length / 2)] ?? null);

export const nothingTold: Told = {
  heard_ms: null,
  heardBefore_ms: null,
  fix_ms: null,
  fresh_ms: null,
  gaps_s: [],
  repeated_ms: null,
  held: null,
  behind: null,
  signs: new Map(),
  clockOffset_s: null,
};

/** A clock that is farther off is told as this far, a thousand years: what a device says of its clock must never cost its order the rules. */
const FARTHEST_S = 31_557_600_000;

/** What comes within this is one message: its fixes and its signs are taken one after the other, in either order. */
export const ONE_MESSAGE_MS = 1000;

const heardAt = (told: Told, at_ms: number): Pick<Told, 'heard_ms' | 'heardBefore_ms'> => {
  const { heard_ms, heardBefore_ms } = told;
  if (heard_ms === null || at_ms - heard_ms > ONE_MESSAGE_MS) return { heard_ms: at_ms, heardBefore_ms: heard_ms };
  return { heard_ms: Math.max(heard_ms, at_ms), heardBefore_ms };
};

/** Takes in what a message said of its device. */
export const withSigns = (told: Told, signs: readonly DeviceSign[], at_ms: number): Told => {
  const heard: Told = { ...told, ...heardAt(told, at_ms) };
  if (signs.every(({ kind }) => kind === 'heard')) return heard;
  const spells = new Map(told.signs);
  let { clockOffset_s } = told;
  for (const sign of signs) {
    if (sign.kind === 'heard') continue;
    const before = spells.get(sign.kind);
    const goesOn = before !== undefined && before.last_ms > (told.fresh_ms ?? -Infinity);
    spells.set(sign.kind, { first_ms: goesOn ? before.first_ms : at_ms, last_ms: at_ms });
    if (sign.kind === 'clock-wrong')
      clockOffset_s = Math.round(Math.min(FARTHEST_S, Math.max(-FARTHEST_S, sign.offset_s)));
  }
  return { ...heard, signs: spells, clockOffset_s };
};

/** Fixes that come within one message leave no gap between them. */
const withGap = ({ fresh_ms, gaps_s }: Told, at_ms: number, { uncertainty }: Policy): readonly number[] =>
  fresh_ms === null || at_ms - fresh_ms <= ONE_MESSAGE_MS
    ? gaps_s
    : [...gaps_s, (at_ms - fresh_ms) / 1000].slice(-uncertainty.fewestIntervals);

/** Takes in that fixes joined the track; `fresh`: the newest of them says where the device is now. */
export const withFixes = (told: Told, fresh: boolean, at_ms: number, policy: Policy): Told => ({
  ...told,
  ...heardAt(told, at_ms),
  fix_ms: at_ms,
  fresh_ms: fresh ? at_ms : told.fresh_ms,
  gaps_s: fresh ? withGap(told, at_ms, policy) : told.gaps_s,
  held: null,
});

/** Takes in that nothing but held fixes came. */
export const withHeld = (told: Told, at_ms: number): Told => ({
  ...told,
  ...heardAt(told, at_ms),
  held: { first_ms: told.held?.first_ms ?? at_ms, last_ms: at_ms },
});

/** Takes in that a fix came which was known already. */
export const withRepeat = (told: Told, at_ms: number): Told => ({
  ...told,
  ...heardAt(told, at_ms),
  repeated_ms: at_ms,
});

/**
 * True when a device's clock is behind, not merely its messages. A phone that hands in what it has kept comes nearer to the present with each
 * of them; only a clock keeps its distance. It has to be kept for as long as it may change by: no queue can do that which is handed in at
 * twice the speed of time.
 */
export const isClockBehind = ({ behind }: Told, { trouble }: Policy): boolean =>
  behind !== null && behind.last_ms - behind.first_ms >= Math.max(trouble.tellAfter_s, trouble.clockChange_s) * 1000;

/** Takes in when the newest fix of a message was taken, whatever becomes of it; what is newer than a silence is of now. */
export const withNewest = (told: Told, newest_ms: number, at_ms: number, policy: Policy): Told => {
  const { behind } = told;
  const offset_s = (newest_ms - at_ms) / 1000;
  if (offset_s > -policy.silence.after_s) return behind === null ? told : { ...told, behind: null };
  // The same again, or one older still, says nothing of the clock.
  if (behind !== null && newest_ms <= behind.newest_ms) return told;
  const goesOn = behind !== null && Math.abs(offset_s - behind.offset_s) <= policy.trouble.clockChange_s;
  const since = goesOn ? behind : { first_ms: at_ms, offset_s };
  const next: Told = { ...told, behind: { ...since, last_ms: at_ms, newest_ms } };
  return isClockBehind(next, policy) ? { ...next, clockOffset_s: Math.round(since.offset_s) } : next;
};
