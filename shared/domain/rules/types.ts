import type { PersonId } from '../ids.ts';
import type { AlertState } from '../alerts.ts';
import type { Fix } from '../fixes.ts';
import type { Level } from '../codes.ts';
import type { Order } from '../orders.ts';
import type { Bounded, Subject } from '../proximity/types.ts';
import type { Told } from './told.ts';

/** A fix that has just been taken: at the head of its person's track, held, or into the past. */
export type Heard = {
  readonly person: PersonId;
  readonly as: 'present' | 'held' | 'late';
  readonly fix: Fix;
  /** Where the fix bears out doubted ones before it: when the last believed one before them was taken. Null otherwise. */
  readonly since_ms: number | null;
};

/** One order and its people at one instant. */
export type OrderScene = {
  readonly order: Order;
  readonly now_ms: number;
  /** Null for a person without any fix. */
  readonly subjectOf: (id: PersonId) => Subject | null;
  /** What this evaluation is about; empty when merely time has passed. */
  readonly heard: readonly Heard[];
  /** What a person's device has said beside fixes that count; null for one that has said nothing. */
  readonly toldOf: (id: PersonId) => Told | null;
  /** Since when devices are expected to report; null: nobody is silent before a first fix. */
  readonly watchedFrom_ms: number | null;
  /** True of a person whose device is silent in a mass outage: its silence is told with the others'. */
  readonly isInOutage: (id: PersonId) => boolean;
};

/** What the rules say happened. The incident room turns each into one entry. */
export type AlertChange = {
  readonly at_ms: number;
  readonly alert: AlertState;
  /** The distance behind the change with its bounds; to the edge of a zone signed. Null for buttons and device events. */
  readonly measured: Bounded | null;
} & (
  | { readonly kind: 'raised' | 'updated' | 'repeated' }
  | { readonly kind: 'level'; readonly rose: boolean }
  | { readonly kind: 'cleared'; readonly reason: 'left' | 'order-ended' | 'fix-returned' | 'recovered' }
);

/** A moment and how many fixes had been accepted before it. */
export type Mark = { readonly at_ms: number; readonly fixes: number };

export type RunningAlert = {
  readonly alert: AlertState;
  /** Since when it stands at this level or a nearer one: when the breach was, where that was earlier than its detection. */
  readonly since_ms: number;
  /**
   * Nearest tier that was breached for sure and is not left yet; null while the alert rests on what is possible alone. Missing for what
   * knows no tiers, and for an alert read back from the record.
   */
  readonly sureLevel?: Level | null;
  /** When it was last told to rise, and from when on it can be left; since it stands, where missing. */
  readonly leftFrom_ms?: number;
  /**
   * When its level had been left, and for which other, in a past that was learned with it or later: it stands all the same, and what breaches
   * its tier after that is a breach of its own.
   */
  readonly left?: { readonly by_ms: number; readonly to: Level | null };
  /** By tier of its rule: when the condition to leave that tier was first met; null, or missing, while it is not. */
  readonly leaving: readonly (Mark | null)[];
};

/** A level that an alert stood at for sure and left: what is known needs no proof by a late fix. */
export type Stood = { readonly level: Level; readonly from_ms: number; readonly to_ms: number };

/** A place of the past, and how far from a limit it was, metres. */
export type Mooring = { readonly lon: number; readonly lat: number; readonly beyond_m: number };

/**
 * Where everybody was when all were last found far from every limit, and how far. As long as nobody has moved, nor any disc grown, by as
 * much, no fix nor the way to it can have breached anything, and thousands of quiet orders cost next to nothing.
 */
export type Calm = {
  /** The offender, and the distance beyond the farthest limit of the nearest zone, whatever its schedule. */
  readonly offender: Mooring;
  /** By victim: distance from the offender beyond the farthest tier. */
  readonly victims: readonly Mooring[];
  /** From when on all are known to have been no farther off than they have moved since: the newest of these fixes. */
  readonly since_ms: number;
};

/**
 * Memory of the rules for one order: its running alerts and what hysteresis and dwell need. Plain data, so that it can be
 * rebuilt from the record after a restart.
 */
export type OrderRules = {
  /** By rule key. */
  readonly running: ReadonlyMap<string, RunningAlert>;
  /** By rule key and level: possible breaches waiting for their dwell. */
  readonly pending: ReadonlyMap<string, Mark>;
  /** By rule key: levels left within the memory of the tracks, oldest first. */
  readonly stood: ReadonlyMap<string, readonly Stood[]>;
  /** By rule key: until when the past of a pair has been weighed. */
  readonly settled: ReadonlyMap<string, number>;
  /** By rule key: when something wrong with a device was told, or last seen, that has not ended since. */
  readonly reported: ReadonlyMap<string, number>;
  /** How far everybody may move before anything needs a look; null while something does. */
  readonly calm: Calm | null;
};

export const noRules: OrderRules = {
  running: new Map(),
  pending: new Map(),
  stood: new Map(),
  settled: new Map(),
  reported: new Map(),
  calm: null,
};

export type Evaluation = { readonly rules: OrderRules; readonly changes: readonly AlertChange[] };

/** One step more: the rules as it leaves them, and what it changed behind what was changed before. */
export const after = (done: Evaluation, step: (rules: OrderRules) => Evaluation): Evaluation => {
  const next = step(done.rules);
  if (next.changes.length === 0) return next.rules === done.rules ? done : { ...done, rules: next.rules };
  return { rules: next.rules, changes: [...done.changes, ...next.changes] };
};
