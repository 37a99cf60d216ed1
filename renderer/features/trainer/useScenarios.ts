import { useEffect, useState } from 'react';
import type { ScenarioInfo } from '../../../shared/api/contract.ts';
import { getApi } from '../../bridge/index.ts';

/** The scenarios on this machine; `list` is null until they have come. */
export const useScenarios = () => {
  const [list, setList] = useState<readonly ScenarioInfo[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setFailed(false);
    getApi()
      .call('scenarios', null)
      .then(
        (scenarios) => current && setList(scenarios),
        () => current && setFailed(true),
      );
    return () => {
      current = false;
    };
  }, [attempt]);
  return { list, failed, retry: () => setAttempt((n) => n + 1) };
};
