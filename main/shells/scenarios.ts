import type { ScenarioInfo } from '../../shared/api/contract.ts';

/** Scenarios that come with the product. Loaded only when a trainer asks: the start must not wait for them. */
export const readScenarioInfos = async (): Promise<readonly ScenarioInfo[]> => {
  const { listScenarios } = await import('../files/scenarios.ts');
  const listed = listScenarios();
  if (!listed.ok) throw new Error(listed.error);
  return listed.value;
};
