import type { Electron } from '../facade.ts';

/** No page opens windows: the console has none to open, and one opened by script would escape its layout and guards. */
export const guardWindowOpen = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.onContents((contents) =>
    contents.answerWindowOpen(() => {
      onRefused('shell:window-open');
      return 'deny';
    }),
  );
