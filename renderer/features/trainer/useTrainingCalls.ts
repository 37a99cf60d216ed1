import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulatorControl } from '../../../shared/protocol/messages.ts';
import { getApi } from '../../bridge/index.ts';
import { refusalWords } from '../../lib/refusalWords.ts';

/** What a trainer asks of the console, with the last refusal in words. The state itself comes back as a training event. */
export const useTrainingCalls = () => {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (ask: () => Promise<string | null>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const problemFound = await ask().catch(() => t('link.bridgeDown'));
    setProblem(problemFound);
    setBusy(false);
  };
  return {
    busy,
    problem,
    start: (scenario: string, seed: number | null) =>
      void run(async () => {
        const state = await getApi().call('startTraining', { scenario, seed });
        return state.phase === 'failed' ? state.message : null;
      }),
    control: (control: SimulatorControl) =>
      void run(async () => {
        const answer = await getApi().call('controlTraining', control);
        return answer.ok ? null : refusalWords(t, answer.error);
      }),
    stop: () =>
      void run(async () => {
        await getApi().call('stopTraining', null);
        return null;
      }),
  };
};
