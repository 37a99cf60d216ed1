import type { Electron } from '../facade.ts';
import { guardDownloads } from './downloads.ts';
import { guardNavigation } from './navigation.ts';
import { guardPermissions } from './permissions.ts';
import { guardRequests } from './requests.ts';
import { guardSpellCheck } from './spellCheck.ts';
import { guardWebRtc } from './webRtc.ts';
import { guardWebview } from './webview.ts';
import { guardWindowOpen } from './windowOpen.ts';

/*
 * The checklist. Beside these: sandbox for everything (prepareShell), contextIsolation and no Node in the page (adapter.ts, openWindow),
 * the content security policy (csp.ts), the sender of each IPC message (ipc.ts), refused switches (switches.ts, before all else), the
 * fuses (tools/packaging/fuses.ts). Each has its attack in tests/installed/{guards,package}.spec.ts.
 */
const guards = (options: { readonly mapbox: boolean }) =>
  [
    guardNavigation,
    guardWindowOpen,
    guardWebview,
    guardPermissions,
    guardDownloads,
    guardRequests(options),
    guardWebRtc,
    guardSpellCheck,
  ] as const;

/** Installs every guard; called before the first window exists. */
export const installGuards = (
  electron: Electron,
  options: { readonly mapbox: boolean },
  onRefused: (reason: string) => void,
): void => {
  for (const guard of guards(options)) guard(electron, onRefused);
};
