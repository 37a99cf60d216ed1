import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { inRoot } from '../root.ts';
import type { Shipped } from './notices.ts';

const Component = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const Bom = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: Component }),
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
type Bom = z.infer<typeof Bom>;

const Manifest = z.looseObject({ devDependencies: z.unknown() });
const Lock = z.looseObject({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) });

/**
 * npm's own bill of the lock file without what only builds and tests. It is asked about a manifest without development dependencies:
 * npm's `--omit=dev` leaves out every package that one of those needs too.
 */
const npmBill = async (): Promise<Bom> => {
  const read = (file: string): unknown => JSON.parse(readFileSync(inRoot(file), 'utf8'));
  const { devDependencies: _, ...manifest } = Manifest.parse(read('package.json'));
  const lock = Lock.parse(read('package-lock.json'));
  const packages = Object.entries(lock.packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, each]): [string, unknown] => [path, path === '' ? { ...each, devDependencies: {} } : each]);
  const folder = mkdtempSync(join(tmpdir(), 'jikim-sbom-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }),
    );
    const { stdout } = await promisify(execFile)(
      'npm',
      ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'],
      { cwd: folder, shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 },
    );
    return Bom.parse(JSON.parse(stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * CycloneDX bill of materials of a package: what is in it, with the Electron it runs in, and nothing else.
 * @throws Error when npm makes none, or knows nothing of something that is shipped.
 */
export const billOfMaterials = async (shipped: readonly Shipped[], electronVersion: string): Promise<string> => {
  const bill = await npmBill();
  const { component } = bill.metadata;
  const electronRef = `electron@${electronVersion}`;
  const electron = {
    'bom-ref': electronRef,
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    purl: `pkg:npm/${electronRef}`,
    description: 'Carries Chromium and Node.js',
    licenses: [{ license: { id: 'MIT' } }],
  };
  const components = shipped.map(({ name, version }) => {
    const found = bill.components.find((each) => each.name === name && each.version === version);
    if (found === undefined) throw new Error(`${name} ${version} is shipped but no dependency of the product`);
    return found;
  });
  const kept = new Set([component['bom-ref'], ...components.map((each) => each['bom-ref'])]);
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({
      ref,
      dependsOn: [
        ...dependsOn.filter((each) => kept.has(each)),
        ...(ref === component['bom-ref'] ? [electronRef] : []),
      ],
    }));
  return JSON.stringify(
    {
      ...bill,
      metadata: { ...bill.metadata, component: { ...component, name: 'jikim' } }, // npm takes the folder's name
      components: [...components, electron],
      dependencies: [...dependencies, { ref: electronRef, dependsOn: [] }],
    },
    null,
    2,
  );
};
