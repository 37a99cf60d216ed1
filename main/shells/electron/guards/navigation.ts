import type { Electron } from '../facade.ts';
import { isOwnPage, PAGE_URL } from '../origin.ts';

/**
 * No frame may leave the console's own pages: a foreign page would inherit the window and its preload. Chromium goes to about:blank without
 * asking, and a blank window sounds no alarm: from there it is led back.
 */
export const guardNavigation = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.onContents((contents) => {
    contents.onNavigate((event) => {
      if (isOwnPage(event.url)) return;
      event.preventDefault();
      onRefused('shell:navigation');
    });
    contents.onArrived((url) => {
      if (isOwnPage(url)) return;
      onRefused('shell:navigation');
      contents.load(PAGE_URL);
    });
  });
