import { sealingKey } from '../../main/files/seal.ts';
import { openConsoleStore } from '../../main/console/store/open.ts';
import type { ConsoleStore } from '../../main/console/store/store.ts';
import { createRowSeal } from '../../main/console/store/seal.ts';
import type { RowSeal } from '../../main/console/store/seal.ts';
import { T0 } from './times.ts';

/** A seal of a console under a key of a test's own. */
export const aRowSeal = (key = 1): RowSeal => createRowSeal(sealingKey(Buffer.alloc(32, key)), 'live');

/** Opens a console database at T0. @throws Error with the line it would end with. */
export const openedStore = (path: string, said: string[] = [], seal = aRowSeal()): ConsoleStore => {
  const opened = openConsoleStore({ path, seal, now: () => T0, onMended: (what) => said.push(what) });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
};
