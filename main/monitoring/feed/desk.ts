import type { ConsoleId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';

/** One connected console: who is signed in at it, if anyone. */
export type Desk = {
  readonly consoleId: ConsoleId;
  signedIn: { readonly operator: Operator; readonly tokenHash: string; readonly expiresAt_ms: number } | null;
  /** Presence frames sent to this console, so that it can count those that were dropped. */
  frame: number;
};

/** Operators the record and presence are for. A trainer is one only where nothing is live. */
export const mayMonitor = (operator: Operator, mode: Mode): boolean =>
  operator.role !== 'trainer' || mode === 'training';
