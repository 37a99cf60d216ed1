import type { Electron } from '../facade.ts';

/** No page writes files: what it held could be carried out past the record. The evidence export is written by the console process. */
export const guardDownloads = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.onDownload((event) => {
    event.preventDefault();
    onRefused('shell:download');
  });
