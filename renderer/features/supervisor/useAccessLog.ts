import { useCallback, useEffect, useState } from 'react';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import { getApi } from '../../bridge/index.ts';

const PAGE = 100;

type State = {
  readonly lines: readonly AccessRecord[];
  readonly phase: 'loading' | 'ready' | 'failed';
  /** True once the first line of the log is among them. */
  readonly complete: boolean;
  readonly refusal: Refusal | null;
};

const START: State = { lines: [], phase: 'loading', complete: false, refusal: null };

const load = async (held: readonly AccessRecord[]): Promise<State> => {
  try {
    const answer = await getApi().call('accessLog', { before: held.at(-1)?.id ?? null, limit: PAGE });
    if (!answer.ok) return { lines: held, phase: 'failed', complete: false, refusal: answer.error };
    const lines = [...held, ...answer.value];
    return { lines, phase: 'ready', complete: answer.value.length < PAGE, refusal: null };
  } catch {
    return { lines: held, phase: 'failed', complete: false, refusal: null };
  }
};

/** The access log, page by page, newest first. Reading it is itself logged, so it is read once per opening. */
export const useAccessLog = () => {
  const [state, setState] = useState<State>(START);
  const read = useCallback(async (held: readonly AccessRecord[]): Promise<void> => setState(await load(held)), []);
  useEffect(() => {
    const first = async (): Promise<void> => read([]);
    void first();
  }, [read]);
  const again = (held: readonly AccessRecord[]): void => {
    setState({ ...START, lines: held });
    void read(held);
  };
  return { ...state, more: () => again(state.lines), refresh: () => again([]) };
};
