import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { DeskState, DeskStateOf } from '../../../shared/domain/incidents/attendance.ts';
import type { DeskStates } from '../../../shared/protocol/messages.ts';

/** When a console was last heard, by the time listened. */
type Heard = { readonly at_ms: number; readonly said: Said };

/** What a console says of itself. */
export type Said = { readonly locked: boolean; readonly sounds: boolean };

/** Knows which operators are at their desks and hear what rings there, from what their consoles say once a second. */
export type AttendanceWatch = {
  /** The console at which this operator is signed in was heard. */
  readonly heard: (operator: OperatorId, said: Said) => void;
  /** Looks at every desk; true where one is otherwise than when this was last asked. */
  readonly look: () => boolean;
  readonly of: DeskStateOf;
  readonly states: () => DeskStates;
};

/**
 * No more than this counts of the time between two looks: a longer one is this server's own, which slept or was held up, and what was said
 * meanwhile still waits to be read. However often it is held up, what counts adds up, so that a desk that is gone is missed all the same.
 */
const COUNTS_AT_MOST_MS = 3000;

const signedOut: DeskState = { desk: 'signed-out', sounds: false };
const unheard: DeskState = { desk: 'unheard', sounds: false };

/** A desk that is heard. */
export const deskHeard = ({ locked, sounds }: Said): DeskState => ({
  desk: locked ? (sounds ? 'locked' : 'locked-silent') : 'attended',
  sounds,
});

export const isSameDesk = (a: DeskState, b: DeskState): boolean => a.desk === b.desk && a.sounds === b.sounds;

/**
 * Follows the desks by the time that has really passed: a desk is not gone because a scenario's clock runs fast, or the system's was set.
 * After a start nobody has been heard yet, and everybody has the whole time to come back.
 */
export const createAttendanceWatch = (given: {
  /** Milliseconds on a clock that never jumps. */
  readonly elapsed_ms: () => number;
  readonly unheardAfter_s: number;
  readonly operators: readonly OperatorId[];
  /** Those with a session, wherever it is. */
  readonly signedIn: () => ReadonlySet<OperatorId>;
}): AttendanceWatch => {
  const { elapsed_ms, operators } = given;
  const heard = new Map<OperatorId, Heard>();
  let lastLook_ms = elapsed_ms();
  let listenedUntilLook_ms = 0;
  /** For how long this server has listened, milliseconds. */
  const listened_ms = (): number => listenedUntilLook_ms + Math.min(elapsed_ms() - lastLook_ms, COUNTS_AT_MOST_MS);
  let states = new Map<OperatorId, DeskState>();

  const stateOf = (operator: OperatorId, signedIn: ReadonlySet<OperatorId>, now_ms: number): DeskState => {
    if (!signedIn.has(operator)) return signedOut;
    const last = heard.get(operator);
    if (now_ms - (last?.at_ms ?? 0) >= given.unheardAfter_s * 1000) return unheard;
    // After a start nobody has said anything yet: they are taken to be as they were.
    return deskHeard(last?.said ?? { locked: false, sounds: true });
  };

  return {
    heard: (operator, said) => void heard.set(operator, { at_ms: listened_ms(), said }),
    look: () => {
      const now_ms = listened_ms();
      listenedUntilLook_ms = now_ms;
      lastLook_ms = elapsed_ms();
      const signedIn = given.signedIn();
      const before = states;
      states = new Map(operators.map((operator) => [operator, stateOf(operator, signedIn, now_ms)]));
      return [...states].some(([operator, state]) => {
        const last = before.get(operator);
        return last === undefined || !isSameDesk(state, last);
      });
    },
    of: (operator) => states.get(operator) ?? signedOut,
    states: () => [...states].map(([operatorId, { desk, sounds }]) => ({ operatorId, desk, sounds })),
  };
};
