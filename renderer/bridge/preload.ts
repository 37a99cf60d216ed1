import type { Transport } from './transport.ts';

/** The preload's object before it is checked: same names as ConsoleApi, nothing assumed of what they carry. */
type Exposed = Pick<Transport, 'call' | 'on'>;

const isExposed = (value: unknown): value is Exposed =>
  typeof value === 'object' &&
  value !== null &&
  'call' in value &&
  typeof value.call === 'function' &&
  'on' in value &&
  typeof value.on === 'function';

/** Transport of the Electron shell, or null where no preload has run. */
export const preloadTransport = (scope: object, now: () => number): Transport | null => {
  const exposed: unknown = 'jikim' in scope ? scope.jikim : undefined;
  if (!isExposed(exposed)) return null;
  return {
    call: exposed.call,
    on: exposed.on,
    // Window and console process live and die together.
    onStatus: (watcher) => {
      watcher({ up: true, since_ms: now() });
      return () => undefined;
    },
  };
};
