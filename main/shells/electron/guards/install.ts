import type { Electron } from '../facade.ts';
import { guardNavigation } from './navigation.ts';
import { guardPermissions } from './permissions.ts';
import { guardWebview } from './webview.ts';
import { guardWindowOpen } from './windowOpen.ts';

/*
 * The checklist. Beside these: sandbox, contextIsolation and no Node in the page (adapter.ts, openWindow), the content
 * security policy (pages.ts), the sender of each IPC message (ipc.ts), the fuses (electron-builder.yml).
 */
const guards = [guardNavigation, guardWindowOpen, guardWebview, guardPermissions] as const;

/** Installs every guard; called before the first window exists. */
export const installGuards = (electron: Electron, onRefused: (reason: string) => void): void => {
  for (const guard of guards) guard(electron, onRefused);
};
