import type { ApiCallName } from '../../shared/api/contract.ts';
import type { LockReason, LockState } from '../../shared/api/lock.ts';
import type { Clock, Timers } from './clock.ts';

const LOOK_EVERY_MS = 1000;

/**
 * What a locked page may still ask: enough to draw the lock screen, to sound its alarms and to be unlocked. Everything else is refused
 * here, so that the lock does not hang on what a page hides.
 */
const MAY_WHILE_LOCKED: ReadonlySet<unknown> = new Set<ApiCallName>([
  'snapshot',
  'entries',
  'unlock',
  'lock',
  'touched',
  'tellSound',
  'signOut',
  'setLocale',
  'keepScreen',
  'keptScreen',
  'keepDraft',
]);

export type Lock = {
  /** Null while it is not locked. */
  readonly state: () => LockState | null;
  /** Locks at once; does nothing where nobody is signed in, or it is locked already. */
  readonly lock: (reason: LockReason) => void;
  /** Opens it: the password was right, or whoever was signed in is not any more. */
  readonly open: () => void;
  /** Somebody has touched a page. */
  readonly touched: () => void;
  /** False for a call that has to wait for the password. */
  readonly allows: (call: unknown) => boolean;
  readonly close: () => void;
};

export type LockOptions = {
  readonly lockAfter_s: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Seconds since anybody touched this machine, whatever program they work in; null where the shell cannot tell. */
  readonly systemIdle_s: () => number | null;
  readonly isSignedIn: () => boolean;
  /** While an incident is open it does not lock by itself: nobody shall have to type before they can look. */
  readonly hasOpenIncident: () => boolean;
  /** Without a link nobody could unlock it, so that it does not lock by itself then either. */
  readonly isLinkUp: () => boolean;
  readonly onChange: (state: LockState | null) => void;
};

/** Locks an unattended console. Kept here and not in the page, so that every window is locked and a reload changes nothing. */
export const createLock = (options: LockOptions): Lock => {
  const { clock } = options;
  let state: LockState | null = null;
  let unattendedSince_ms = clock.now();

  const set = (next: LockState | null): void => {
    if (next === state) return;
    state = next;
    options.onChange(state);
  };
  const attended = (): void => {
    unattendedSince_ms = clock.now();
  };
  const lock = (reason: LockReason): void => {
    if (state === null && options.isSignedIn()) set({ since_ms: clock.now(), reason });
  };

  const lockIfUnattended = (): void => {
    if (!options.isSignedIn() || options.hasOpenIncident() || !options.isLinkUp()) return attended();
    const idle_s = (clock.now() - unattendedSince_ms) / 1000;
    if (Math.min(idle_s, options.systemIdle_s() ?? idle_s) >= options.lockAfter_s) lock('idle');
  };
  const stop = options.timers.every(LOOK_EVERY_MS, lockIfUnattended);

  return {
    state: () => state,
    lock,
    open: () => {
      attended();
      set(null);
    },
    touched: attended,
    allows: (call) => state === null || MAY_WHILE_LOCKED.has(call),
    close: stop,
  };
};
