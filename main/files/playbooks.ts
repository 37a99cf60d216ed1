import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Playbook, playbookFault } from '../../shared/domain/playbooks.ts';
import { fail } from './fail.ts';
import { projectRoot } from './root.ts';
import { readYaml } from './yaml.ts';

/** A file is named like its playbook: what the record says leads back to it. */
const PlaybookFile = Playbook.unwrap().omit({ key: true });

/** The deployment's playbooks (`assets/playbooks`), by name; ends the process with the file and what is wrong in it. */
export const loadPlaybooks = (folder: string = join(projectRoot(), 'assets', 'playbooks')): readonly Playbook[] => {
  const playbooks = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const read = readYaml(join(folder, file), PlaybookFile);
      if (!read.ok) return fail(read.error);
      const checked = Playbook.safeParse({ ...read.value, key: file.slice(0, -'.yaml'.length) });
      return checked.success
        ? checked.data
        : fail(`${file}: the name is no key of lower-case letters, digits and hyphens`);
    });
  const fault = playbookFault(playbooks);
  return fault === null ? playbooks : fail(`assets/playbooks: ${fault}`);
};
