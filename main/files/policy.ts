import { join } from 'node:path';
import { Policy } from '../../shared/domain/policy.ts';
import { fail } from './fail.ts';
import { projectRoot } from './root.ts';
import { readYaml } from './yaml.ts';

/** The deployment's policy (`assets/policy.yaml`), checked; ends the process with file, line and field where it is wrong. */
export const loadPolicy = (file: string = join(projectRoot(), 'assets', 'policy.yaml')): Policy => {
  const policy = readYaml(file, Policy);
  return policy.ok ? policy.value : fail(policy.error);
};
