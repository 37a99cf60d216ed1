import type { Electron } from './facade.ts';

type EndingOptions = {
  readonly electron: Electron;
  /** Where the process hears signals: `process`. */
  readonly signals: { readonly on: (signal: NodeJS.Signals, listener: () => void) => unknown };
  /** Closes link and stores and ends the server; it is called once. */
  readonly stop: () => Promise<void>;
  /** What `stop` threw, by name: nothing else may keep the program from ending. */
  readonly onFailed: (reason: string) => void;
};

/**
 * One orderly end for every way out: the menu's Quit, the last window, a signal, the end of the session. Electron by itself would kill
 * the server on its way out, and the console would take that for a crash.
 */
export const installEnding = ({ electron, signals, stop, onFailed }: EndingOptions): void => {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    // Nobody must work on in a window whose commands go nowhere any more, nor take its silence for a lost link.
    electron.closeWindows();
    void stop()
      .catch((error: unknown) => onFailed(error instanceof Error ? error.name : 'unknown'))
      .finally(() => electron.exit(0));
  };
  electron.onQuit((event) => {
    event.preventDefault(); // until everything is closed; `exit` then asks nobody
    end();
  });
  electron.onAllClosed(end);
  // Log-off and shutdown: the system waits a little for whoever has said that it is ending.
  electron.onSystemEnd(end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(signal, end);
};
