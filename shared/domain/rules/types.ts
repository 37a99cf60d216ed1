import type { PersonId } from '../ids.ts';
import type { AlertState } from '../alerts.ts';
import type { Fix } from '../fixes.ts';
import type { Order } from '../orders.ts';

/** What is known of a person at the moment: the last accepted fix and how fast they could have moved since. */
export type Subject = {
  readonly fix: Fix;
  /** Device's reporting interval, seconds. */
  readonly interval_s: number;
  /** Fastest speed in the window up to the last fix, metres per second; 0 where unknown. */
  readonly topSpeed_mps: number;
  /** Fixes accepted since the server started; lets a rule count fixes without keeping them. */
  readonly fixes: number;
};

/** One order and its people at one instant. A person without any fix is absent. */
export type OrderScene = {
  readonly order: Order;
  readonly now_ms: number;
  readonly offender: Subject | null;
  readonly victims: ReadonlyMap<PersonId, Subject>;
};

/** What the rules say happened. The incident room turns each into one entry. */
export type AlertChange =
  | { readonly kind: 'raised'; readonly at_ms: number; readonly alert: AlertState }
  | { readonly kind: 'level'; readonly at_ms: number; readonly alert: AlertState; readonly rose: boolean }
  | { readonly kind: 'updated'; readonly at_ms: number; readonly alert: AlertState }
  | { readonly kind: 'repeated'; readonly at_ms: number; readonly alert: AlertState }
  | {
      readonly kind: 'cleared';
      readonly at_ms: number;
      readonly alert: AlertState;
      readonly reason: 'left' | 'order-ended' | 'fix-returned';
    };

/**
 * Memory of the rules for one order: its running alerts and what hysteresis and dwell need. Plain data, so that it can be
 * rebuilt from the record after a restart.
 */
export type RunningAlert = {
  readonly alert: AlertState;
  /** Time and fix count since the subject first met the condition to leave the level; null while it does not. */
  readonly leavingSince: { readonly at_ms: number; readonly fixes: number } | null;
};
export type PendingPossible = { readonly at_ms: number; readonly fixes: number };

export type OrderRules = {
  readonly running: ReadonlyMap<string, RunningAlert>;
  /** By rule key and level: possible breaches waiting for their dwell. */
  readonly pending: ReadonlyMap<string, PendingPossible>;
};

export const noRules: OrderRules = { running: new Map(), pending: new Map() };

export type Evaluation = { readonly rules: OrderRules; readonly changes: readonly AlertChange[] };
