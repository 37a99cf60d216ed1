import type { Electron } from '../facade.ts';

/** WebRTC goes past proxies and request filters and tells the machine's addresses; the console has no use for it. */
export const guardWebRtc = (electron: Electron): void => electron.onContents((contents) => contents.closeWebRtc());
