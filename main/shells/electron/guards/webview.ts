import type { Electron } from '../facade.ts';

/** No embedded browser: a <webview> brings its own preload and web preferences past those of the window. */
export const guardWebview = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.onContents((contents) =>
    contents.onAttachWebview((event) => {
      event.preventDefault();
      onRefused('shell:webview');
    }),
  );
