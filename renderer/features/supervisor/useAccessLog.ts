import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessRecord } from '../../../shared/protocol/messages.ts';
import { getApi } from '../../bridge/index.ts';
import { refusalWords } from '../../lib/refusalWords.ts';

const PAGE = 100;

type State = {
  readonly lines: readonly AccessRecord[];
  readonly phase: 'loading' | 'ready' | 'failed';
  /** True once the first line of the log is among them. */
  readonly complete: boolean;
  readonly reason: string | null;
};

const START: State = { lines: [], phase: 'loading', complete: false, reason: null };

/** The access log, page by page, newest first. Reading it is itself logged, so it is read once per opening. */
export const useAccessLog = () => {
  const { t } = useTranslation('common');
  const [state, setState] = useState<State>(START);
  const load = useCallback(
    async (held: readonly AccessRecord[]): Promise<void> => {
      try {
        const answer = await getApi().call('accessLog', { before: held.at(-1)?.id ?? null, limit: PAGE });
        if (answer.ok) {
          const complete = answer.value.length < PAGE;
          setState({ lines: [...held, ...answer.value], phase: 'ready', complete, reason: null });
        } else {
          setState({ lines: held, phase: 'failed', complete: false, reason: refusalWords(t, answer.error) });
        }
      } catch {
        setState({ lines: held, phase: 'failed', complete: false, reason: null });
      }
    },
    [t],
  );
  useEffect(() => {
    const first = async (): Promise<void> => load([]);
    void first();
  }, [load]);
  const again = (held: readonly AccessRecord[]): void => {
    setState({ ...START, lines: held });
    void load(held);
  };
  return { ...state, more: () => again(state.lines), refresh: () => again([]) };
};
