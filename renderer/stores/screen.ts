import type { ConsoleApi } from '../../shared/api/contract.ts';
import { SEEN_LIMIT } from '../../shared/api/screen.ts';
import type { Screen } from '../../shared/api/screen.ts';
import { sessionStore } from './session.ts';
import type { SessionState } from './session.ts';

const screenOf = ({ view, selectedIncident, seenLosses }: SessionState): Screen => ({
  view,
  selectedIncident,
  seenLosses: [...seenLosses].slice(-SEEN_LIMIT),
});

const differs = (a: SessionState, b: SessionState): boolean =>
  a.view !== b.view || a.selectedIncident !== b.selectedIncident || a.seenLosses !== b.seenLosses;

/** The browser keeps a page's name over reloads and crashes; a page that has none is given one. */
export const pageName = (scope: { name: string }): string => {
  scope.name ||= crypto.randomUUID();
  return scope.name;
};

type ScreenKeeper = {
  /** Puts back what this page showed before it was loaded again; only once, since later the page knows better. */
  readonly restore: () => Promise<void>;
  readonly stop: () => void;
};

/** Hands what the operator has before them to the console process as it changes, and takes it back after a reload or a crash. */
export const keepScreen = (api: ConsoleApi, scope: { name: string }): ScreenKeeper => {
  const page = pageName(scope);
  let restored = false;
  const stop = sessionStore.subscribe((state, before) => {
    if (!restored || state.session === null || !differs(state, before)) return;
    // What cannot be kept is still on the screen; the next change tries again.
    void api.call('keepScreen', { page, screen: screenOf(state) }).catch(() => undefined);
  });
  return {
    restore: async () => {
      if (restored) return;
      const kept = await api.call('keptScreen', { page });
      restored = true;
      if (kept === null || sessionStore.getState().session === null) return;
      const { view, selectedIncident, seenLosses } = kept;
      sessionStore.setState({ view, selectedIncident, seenLosses: new Set(seenLosses) });
    },
    stop,
  };
};
