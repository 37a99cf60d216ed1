/** A server process of this program, however it was started. */
export type ServerChild = {
  readonly pid: number | undefined;
  readonly onLine: (listener: (line: string) => void) => void;
  /** Lines of its stderr: log lines, and `jikim: …` lines that are meant for a person. */
  readonly onErrorLine: (listener: (line: string) => void) => void;
  readonly onExit: (listener: (code: number | null) => void) => void;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => void;
};

/** Starts `jikim server` with the given arguments and extra environment. */
export type SpawnChild = (args: readonly string[], env: Readonly<Record<string, string>>) => ServerChild;
