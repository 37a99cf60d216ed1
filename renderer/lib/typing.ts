import { isTypedIn } from './keyScopes.ts';

/** Whoever goes on typing leaves less than this between two letters; after a longer pause a letter is meant for the page again. */
const PAUSE_MS = 2000;

type Typed = Pick<KeyboardEvent, 'key' | 'isComposing' | 'ctrlKey' | 'altKey' | 'metaKey' | 'target'>;

type Typing = { readonly isMeantForLostBox: (event: Typed) => boolean; readonly ended: () => void };

/** Pressed in the midst of a sentence, and no part of it: Shift for a double consonant, a key that takes a letter back. */
const WITHIN = new Set(['Shift', 'CapsLock', 'AltGraph', 'HangulMode', 'HanjaMode', 'Backspace', 'Delete']);

/** A letter, also while an input method puts a syllable together: it names no letter then. */
const isLetter = ({ key, isComposing, ctrlKey, altKey, metaKey }: Typed): boolean =>
  isComposing || key === 'Process' || ([...key].length === 1 && !ctrlKey && !altKey && !metaKey);

/**
 * Follows every key of the page and tells which were meant for a box that has gone from it. A record that is sent anew, a lock or a fault of
 * the panel takes the box away under the hands of whoever types into it; the rest of their sentence falls on the page, where each letter is
 * an order. A press of the pointer ends the sentence (`ended`). `now`: milliseconds that only go on.
 */
export const createTyping = (now: () => number): Typing => {
  let box: Node | null = null;
  let typedAt_ms = Number.NEGATIVE_INFINITY;
  const isMeantForLostBox = (event: Typed): boolean => {
    if (WITHIN.has(event.key)) return false;
    const at_ms = now();
    const isMeantForBox = box !== null && !box.isConnected && isLetter(event) && at_ms - typedAt_ms < PAUSE_MS;
    if (isTypedIn(event.target) && isLetter(event)) box = event.target instanceof Node ? event.target : null;
    else if (!isMeantForBox) box = null;
    typedAt_ms = at_ms;
    return isMeantForBox && !isTypedIn(event.target);
  };
  return {
    isMeantForLostBox,
    ended: () => {
      box = null;
    },
  };
};
