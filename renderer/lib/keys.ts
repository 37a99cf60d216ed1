import { useEffect, useRef } from 'react';
import { belongsToFocus, isModalOpen } from './keyScopes.ts';
import { createTyping } from './typing.ts';

/** What the keyboard can do anywhere on the screen. Letters are read by their place on the keyboard, so that they work
 *  while a Korean input method is on. */
export const SHORTCUTS = [
  { name: 'acknowledge', codes: ['KeyA'], shown: ['A'] },
  {
    name: 'assign',
    codes: [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [`Digit${n}`, `Numpad${n}`]),
    shown: ['1', '…', '9'],
  },
  { name: 'status', codes: ['KeyS'], shown: ['S'] },
  { name: 'note', codes: ['KeyN'], shown: ['N'] },
  { name: 'call', codes: ['KeyC'], shown: ['C'] },
  { name: 'message', codes: ['KeyM'], shown: ['M'] },
  { name: 'guidance', codes: ['KeyG'], shown: ['G'] },
  { name: 'resolve', codes: ['KeyR'], shown: ['R'] },
  { name: 'playbook', codes: ['KeyP'], shown: ['P'] },
  { name: 'breakGlass', codes: ['KeyB'], shown: ['B'] },
  { name: 'tabBefore', codes: ['BracketLeft'], shown: ['['] },
  { name: 'tabAfter', codes: ['BracketRight'], shown: [']'] },
  { name: 'shelve', codes: ['KeyH'], shown: ['H'] },
  { name: 'claim', codes: ['KeyK'], shown: ['K'] },
  { name: 'fit', codes: ['KeyF'], shown: ['F'] },
  { name: 'queueUp', codes: ['ArrowUp'], shown: ['↑'] },
  { name: 'queueDown', codes: ['ArrowDown'], shown: ['↓'] },
  { name: 'mostUrgent', codes: ['KeyU'], shown: ['U'] },
  { name: 'returned', codes: ['KeyO'], shown: ['O'] },
  { name: 'extendSession', codes: ['KeyX'], shown: ['X'] },
  { name: 'help', codes: ['Slash'], shown: ['?'] },
] as const satisfies readonly {
  readonly name: string;
  readonly codes: readonly string[];
  readonly shown: readonly string[];
}[];

export type ShortcutName = (typeof SHORTCUTS)[number]['name'];
/** `digit` is 1 to 9 for `assign`, else 0. */
type Handler = (digit: number) => void;

export type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
>;

/** How the key that sends stands on a button. */
export const SEND = 'Ctrl+⏎';

/** Ctrl+Enter (⌘+Enter) sends what is being written, wherever that is. Held down, it answers no question that it has raised. */
export const isSend = (press: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'repeat'>): boolean =>
  press.key === 'Enter' && (press.ctrlKey || press.metaKey) && !press.repeat;

/** The shortcut a key press stands for, or null. Held keys repeat for moving only. */
export const shortcutOf = (press: KeyPress): { readonly name: ShortcutName; readonly digit: number } | null => {
  if (press.defaultPrevented || press.isComposing || press.ctrlKey || press.altKey || press.metaKey) return null;
  const found = SHORTCUTS.find(({ codes }) => codes.some((code) => code === press.code));
  if (found === undefined || press.shiftKey !== (found.name === 'help')) return null;
  if (press.repeat && found.name !== 'queueUp' && found.name !== 'queueDown') return null;
  return { name: found.name, digit: found.name === 'assign' ? Number(press.code.slice(-1)) : 0 };
};

const handlers = new Map<ShortcutName, readonly Handler[]>();

/** Adds a handler; the one added last is the one that acts. Returns what removes it. */
export const registerShortcut = (name: ShortcutName, handler: Handler): (() => void) => {
  handlers.set(name, [...(handlers.get(name) ?? []), handler]);
  return () => {
    handlers.set(
      name,
      (handlers.get(name) ?? []).filter((other) => other !== handler),
    );
  };
};

/** Hands a key press to its handler; true when one acted. */
export const pressKey = (press: KeyPress, target: unknown): boolean => {
  if (belongsToFocus(press.code, target)) return false;
  const shortcut = shortcutOf(press);
  const handler = shortcut === null ? undefined : handlers.get(shortcut.name)?.at(-1);
  if (shortcut === null || handler === undefined) return false;
  handler(shortcut.digit);
  return true;
};

let pressedAt_ms = Number.NEGATIVE_INFINITY;

/** How long ago somebody last pressed a key, whatever it did, milliseconds. */
export const sinceKey_ms = (): number => performance.now() - pressedAt_ms;

/** Listens on the window; called once. Returns what stops it. */
export const listenForKeys = (): (() => void) => {
  const typing = createTyping(() => performance.now());
  const lost = new WeakSet<KeyboardEvent>();
  const listener = (event: KeyboardEvent): void => {
    if (lost.has(event) || isModalOpen(document)) return;
    if (pressKey(event, event.target)) event.preventDefault();
  };
  const note = (event: KeyboardEvent): void => {
    pressedAt_ms = performance.now();
    if (typing.isMeantForLostBox(event)) lost.add(event);
  };
  window.addEventListener('keydown', listener);
  // Before anybody can keep the key to themselves.
  window.addEventListener('keydown', note, { capture: true });
  window.addEventListener('pointerdown', typing.ended, { capture: true });
  return () => {
    window.removeEventListener('keydown', listener);
    window.removeEventListener('keydown', note, { capture: true });
    window.removeEventListener('pointerdown', typing.ended, { capture: true });
  };
};

/** Registers a handler while the component is shown and `enabled`. */
export const useShortcut = (name: ShortcutName, handler: Handler, enabled = true): void => {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => (enabled ? registerShortcut(name, (digit) => latest.current(digit)) : undefined), [name, enabled]);
};
