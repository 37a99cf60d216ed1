import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ScenarioInfo } from '../../shared/api/contract.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import { scenarioSchema } from '../monitoring/simulator/resolve.ts';
import type { Gazetteer, Scenario } from '../monitoring/simulator/scenario.ts';
import { loadGazetteer } from './gazetteer.ts';
import { projectRoot } from './root.ts';
import { readYaml } from './yaml.ts';

const folder = (): string => path.join(projectRoot(), 'assets', 'scenarios');

/** Names of the scenarios that come with the product, in order. */
export const scenarioNames = (): readonly string[] =>
  readdirSync(folder())
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .toSorted();

/** Full path of a scenario's file; null where there is none of this name. */
export const scenarioFile = (nameOrPath: string): string | null => {
  if (/[/\\]|\.ya?ml$/.test(nameOrPath)) return path.resolve(nameOrPath);
  const file = path.join(folder(), `${nameOrPath}.yaml`);
  return existsSync(file) ? file : null;
};

/**
 * Reads a scenario by its name or by the path of a file. The error is one line: `file:line: field: what is wrong`, or that
 * there is none of this name.
 */
export const readScenario = (nameOrPath: string, gazetteer: Gazetteer = loadGazetteer()): Result<Scenario, string> => {
  const file = scenarioFile(nameOrPath);
  if (file === null) return err(`there is no scenario "${nameOrPath}" (there are: ${scenarioNames().join(', ')})`);
  return readYaml(file, scenarioSchema(gazetteer));
};

/** What a list of scenarios shows. A file that does not fit is an error: it comes with the product. */
export const listScenarios = (): Result<readonly ScenarioInfo[], string> => {
  const gazetteer = loadGazetteer();
  const infos: ScenarioInfo[] = [];
  for (const name of scenarioNames()) {
    const scenario = readScenario(name, gazetteer);
    if (!scenario.ok) return scenario;
    const { title, summary, duration_s, seed } = scenario.value;
    infos.push({ name, title, summary, duration_s, seed });
  }
  return ok(infos);
};
