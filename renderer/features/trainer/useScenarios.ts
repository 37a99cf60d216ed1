import { useEffect, useState } from 'react';
import type { ScenarioInfo } from '../../../shared/api/contract.ts';
import { getApi } from '../../bridge/index.ts';

type Answer = { readonly attempt: number; readonly list: readonly ScenarioInfo[] | null };

const load = async (): Promise<readonly ScenarioInfo[] | null> => {
  try {
    return await getApi().call('scenarios', null);
  } catch {
    return null;
  }
};

/** The scenarios on this machine; `list` is null until they have come. */
export const useScenarios = () => {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const list = await load();
      if (current) setAnswer({ attempt, list });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [attempt]);
  const mine = answer?.attempt === attempt ? answer : null;
  return {
    list: mine?.list ?? null,
    failed: mine !== null && mine.list === null,
    retry: () => setAttempt(attempt + 1),
  };
};
