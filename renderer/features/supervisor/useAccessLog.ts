import { useEffect, useState } from 'react';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { AccessFilter } from '../../../shared/protocol/access.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import { getApi } from '../../bridge/index.ts';

const PAGE = 100;

type State = {
  readonly lines: readonly AccessRecord[];
  readonly phase: 'loading' | 'ready' | 'failed';
  /** True once the first line that fits is among them. */
  readonly complete: boolean;
  readonly refusal: Refusal | null;
};

const START: State = { lines: [], phase: 'loading', complete: false, refusal: null };

const load = async (filter: AccessFilter, held: readonly AccessRecord[]): Promise<State> => {
  try {
    const answer = await getApi().call('accessLog', { before: held.at(-1)?.id ?? null, limit: PAGE, filter });
    if (!answer.ok) return { lines: held, phase: 'failed', complete: false, refusal: answer.error };
    const lines = [...held, ...answer.value];
    return { lines, phase: 'ready', complete: answer.value.length < PAGE, refusal: null };
  } catch {
    return { lines: held, phase: 'failed', complete: false, refusal: null };
  }
};

/** What is asked for: which lines, after which that are held, and the how manieth time. */
type Asked = { readonly key: string; readonly held: readonly AccessRecord[]; readonly attempt: number };

/**
 * The lines of the access log that fit, page by page, newest first. Reading it is itself logged, so it is read once per filter, and again
 * only when somebody asks.
 */
export const useAccessLog = (filter: AccessFilter) => {
  const key = JSON.stringify(filter);
  const [asked, setAsked] = useState<Asked>({ key, held: [], attempt: 0 });
  const [answer, setAnswer] = useState<{ readonly to: Asked; readonly state: State } | null>(null);
  // Another filter begins anew.
  const current = asked.key === key ? asked : { key, held: [], attempt: 0 };
  if (asked !== current) setAsked(current);
  useEffect(() => {
    let latest = true;
    const read = async (): Promise<void> => {
      const state = await load(AccessFilter.parse(JSON.parse(asked.key)), asked.held);
      if (latest) setAnswer({ to: asked, state });
    };
    void read();
    return () => {
      latest = false;
    };
  }, [asked]);
  const state = answer?.to === asked ? answer.state : { ...START, lines: asked.held };
  const ask = (held: readonly AccessRecord[]): void => setAsked({ key, held, attempt: asked.attempt + 1 });
  return { ...state, more: () => ask(state.lines), refresh: () => ask([]) };
};
