/** Text that is not typed has no use for a letter. */
const UNTYPED = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'] as const;

/** Keys go into these as text, or they look for a line that begins with it. */
const TYPED = [
  `input${UNTYPED.map((type) => `:not([type="${type}"])`).join('')}`,
  ...['textarea', 'select', '[contenteditable="true"]'],
  ...['textbox', 'searchbox', 'combobox', 'listbox', 'menu'].map((role) => `[role="${role}"]`),
].join(', ');

/** ↑ and ↓ move within these. A row of tabs that lies across has no use for them. */
const MOVED_IN = [
  ...['input[type="radio"]', 'input[type="range"]', '[role="tablist"][aria-orientation="vertical"]'],
  ...['radiogroup', 'slider', 'spinbutton', 'grid', 'tree'].map((role) => `[role="${role}"]`),
].join(', ');

/** A dialog that must be dealt with first. One that only lies beside what it explains says so. */
const MODAL = '[role="alertdialog"], [role="dialog"]:not([data-beside])';

type Place = { readonly closest: (selector: string) => unknown };
const isPlace = (target: unknown): target is Place =>
  typeof target === 'object' && target !== null && 'closest' in target && typeof target.closest === 'function';

/** True where letters are text, or look for a line that begins with them. */
export const isTypedIn = (target: unknown): boolean => isPlace(target) && target.closest(TYPED) !== null;

/** True where a key belongs to what has the focus: text is typed there, or it is an arrow that moves within the widget. */
export const belongsToFocus = (code: string, target: unknown): boolean => {
  if (!isPlace(target)) return false;
  if (target.closest(`${TYPED}, ${MODAL}`) !== null) return true;
  return (code === 'ArrowUp' || code === 'ArrowDown') && target.closest(MOVED_IN) !== null;
};

/** True while a modal dialog owns the keyboard, also when nothing in it has the focus. */
export const isModalOpen = (page: ParentNode): boolean => page.querySelector(MODAL) !== null;
