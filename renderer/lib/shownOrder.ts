/** What a list is sorted by. */
export type Basis = 'rank' | 'name';

/**
 * The order of a list as it stands on the screen. Ranks change by themselves, every few seconds; the list holds still, so that whoever reads
 * a line and then presses its key gets that line.
 */
export type ShownOrder<Id> = {
  readonly basis: Basis;
  readonly ids: readonly Id[];
  /** Since when another order is due; null while the one shown is right. */
  readonly differsSince_ms: number | null;
  /** When lines last changed places before the reader's eyes; null while they never did. */
  readonly movedAt_ms: number | null;
};

/** The order that is due now. */
export type DueOrder<Id> = {
  readonly basis: Basis;
  readonly ids: readonly Id[];
  /** Somebody points at the list, or the focus is in it. */
  readonly isHeld: boolean;
  readonly now_ms: number;
};

/** A change is marked for so long before lines change places: enough to read the list, decide, and press. */
export const SETTLE_MS = 30_000;
/** Whoever presses so soon after lines have changed places meant those that stood there before. */
export const REACTION_MS = 1_500;

const isSame = <Id>(a: readonly Id[], b: readonly Id[]): boolean =>
  a.length === b.length && a.every((id, at) => id === b[at]);

/**
 * The next order on the screen; the same value where nothing has changed. Newcomers come in at the end, and what is no longer due keeps its
 * line, until the list settles. A ranking that is lost leaves the screen at once, held or not: it tells who is near, and nobody may be told
 * that any more.
 */
export const stepShownOrder = <Id>(before: ShownOrder<Id> | null, due: DueOrder<Id>): ShownOrder<Id> => {
  const { basis, ids, isHeld, now_ms } = due;
  if (before === null) return { basis, ids, differsSince_ms: null, movedAt_ms: null };
  const moved: ShownOrder<Id> = { basis, ids, differsSince_ms: null, movedAt_ms: now_ms };
  if (before.basis === 'rank' && basis === 'name') return moved;
  // Of a list by name nobody has read a key.
  if (before.basis === 'name' && basis === 'rank' && !isHeld) return moved;
  if (isSame(before.ids, ids) && before.basis === basis)
    return before.differsSince_ms === null ? before : { ...before, differsSince_ms: null };
  const since_ms = before.differsSince_ms ?? now_ms;
  if (!isHeld && now_ms - since_ms >= SETTLE_MS) return moved;
  const newcomers = ids.filter((id) => !before.ids.includes(id));
  if (newcomers.length === 0 && before.differsSince_ms !== null) return before;
  return { ...before, ids: [...before.ids, ...newcomers], differsSince_ms: since_ms };
};

/** The operator takes the order that is due, at once. */
export const takeDueOrder = <Id>({ basis, ids }: DueOrder<Id>): ShownOrder<Id> => ({
  basis,
  ids,
  differsSince_ms: null,
  movedAt_ms: null,
});

/** Lines have changed places so lately that a key or a click meant what stood there before. */
export const hasJustMoved = (shown: Pick<ShownOrder<unknown>, 'movedAt_ms'>, now_ms: number): boolean =>
  shown.movedAt_ms !== null && now_ms - shown.movedAt_ms < REACTION_MS;
