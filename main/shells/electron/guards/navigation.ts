import type { Electron } from '../facade.ts';
import { isOwnPage } from '../origin.ts';

/** No frame may leave the console's own pages: a foreign page would inherit the window and its preload. */
export const guardNavigation = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.onContents((contents) =>
    contents.onNavigate((event) => {
      if (isOwnPage(event.url)) return;
      event.preventDefault();
      onRefused('shell:navigation');
    }),
  );
