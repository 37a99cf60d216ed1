import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inRoot } from '../../../tools/root.ts';

/** One file per forbidden direction: where it stands, what it imports, which rule must catch it. */
const PLANTED: readonly (readonly [file: string, specifier: string, rule: string])[] = [
  ['renderer/app/reachesMain.tsx', '../../main/target.ts', 'renderer-to-shared'],
  ['renderer/lib/usesNode.ts', 'node:fs', 'renderer-no-node'],
  ['main/console/reachesRenderer.ts', '../../renderer/target.ts', 'main-to-shared'],
  ['preload/reachesDomain.ts', '../shared/domain/target.ts', 'preload-to-api'],
  ['shared/domain/reachesMain.ts', '../../main/target.ts', 'shared-is-alone'],
  ['shared/domain/usesNode.ts', 'node:crypto', 'shared-no-node'],
  ['shared/domain/usesApi.ts', '../api/target.ts', 'domain-first'],
  ['shared/protocol/usesApi.ts', '../api/target.ts', 'protocol-below-api'],
  ['main/console/usesShell.ts', '../shells/browser/target.ts', 'console-below-shells'],
  ['main/console/usesServer.ts', '../monitoring/target.ts', 'console-below-shells'],
  ['main/monitoring/usesConsole.ts', '../console/target.ts', 'monitoring-is-alone'],
  ['main/shells/browser/usesServer.ts', '../../monitoring/target.ts', 'shells-meet-no-server'],
  ['main/monitoring/ports/usesRoom.ts', '../rules/target.ts', 'ports-below-rooms'],
  ['main/monitoring/ports/runs.ts', '../../../shared/domain/target.ts', 'ports-hold-types'],
  ['main/monitoring/leases/usesIncidents.ts', '../incidents/target.ts', 'incidents-above'],
  ['main/monitoring/guidance/usesIncidents.ts', '../incidents/target.ts', 'incidents-above'],
  ['main/monitoring/rules/usesIncidents.ts', '../incidents/target.ts', 'incidents-above'],
  ['main/monitoring/tracks/usesIncidents.ts', '../incidents/target.ts', 'incidents-above'],
  ['main/monitoring/feed/usesIndex.ts', '../index.ts', 'index-is-top'],
  ['main/monitoring/doors/usesIndex.ts', '../index.ts', 'index-is-top'],
  ['main/monitoring/simulator/usesIndex.ts', '../index.ts', 'index-is-top'],
  ['main/monitoring/incidents/usesSql.ts', 'node:sqlite', 'sql-has-a-room'],
  ['main/console/session/usesSql.ts', 'node:sqlite', 'sql-has-a-room'],
  ['main/monitoring/incidents/opensStore.ts', '../store/sqlite/target.ts', 'store-is-handed-in'],
  ['main/monitoring/feed/usesDoors.ts', '../doors/target.ts', 'feed-and-doors-apart'],
  ['main/monitoring/leases/knowsSqlite.ts', '../store/sqlite/target.ts', 'rooms-know-the-port'],
  ['main/shells/browser/usesElectronShell.ts', '../electron/target.ts', 'shells-are-two'],
  ['main/shells/electron/usesBrowserShell.ts', '../browser/target.ts', 'shells-are-two-back'],
  ['main/files/usesConsole.ts', '../console/target.ts', 'files-are-bottom'],
  ['main/evidence/usesServer.ts', '../monitoring/target.ts', 'evidence-is-bottom'],
  ['main/console/usesElectron.ts', 'electron', 'electron-has-a-door'],
  ['main/commands/usesElectron.ts', 'electron', 'electron-has-a-door'],
  ['renderer/app/usesElectron.ts', 'electron', 'electron-has-a-door'],
  ['renderer/map/usesApp.ts', '../app/target.ts', 'app-is-top'],
  ['renderer/stores/usesFeature.ts', '../features/queue/index.ts', 'features-above'],
  ['renderer/lib/usesStore.ts', '../stores/target.ts', 'lib-is-bottom'],
  ['renderer/ui/usesStore.ts', '../stores/target.ts', 'ui-knows-no-state'],
  ['renderer/stores/usesUi.ts', '../ui/target.ts', 'stores-draw-nothing'],
  ['renderer/features/record/reachesInside.ts', '../queue/inside.ts', 'feature-by-its-index'],
  ['renderer/app/reachesInside.ts', '../features/queue/inside.ts', 'feature-by-its-index-app'],
];
/** The same neighbours, imported as the plan wants it. */
const ALLOWED: readonly (readonly [file: string, specifier: string])[] = [
  ['renderer/app/usesFeature.tsx', '../features/queue/index.ts'],
  ['renderer/features/record/usesStore.ts', '../../stores/target.ts'],
  ['renderer/stores/usesShared.ts', '../../shared/api/target.ts'],
  ['main/shells/browser/usesConsole.ts', '../../console/target.ts'],
  ['main/monitoring/usesShared.ts', '../../shared/domain/target.ts'],
  ['main/monitoring/usesEvidence.ts', '../evidence/target.ts'],
  ['main/monitoring/ports/usesShared.ts', '../../../shared/domain/target.ts'],
  ['main/monitoring/incidents/usesLeases.ts', '../leases/target.ts'],
  ['main/monitoring/leases/usesPort.ts', '../ports/target.ts'],
  ['main/monitoring/simulator/headless.ts', '../index.ts'],
  ['main/monitoring/store/sqlite/usesSql.ts', 'node:sqlite'],
  ['preload/usesApi.ts', '../shared/api/target.ts'],
  ['shared/api/usesDomain.ts', '../domain/target.ts'],
];
const TARGETS = [
  'main',
  'main/console',
  'main/evidence',
  'main/monitoring',
  'main/monitoring/incidents',
  'main/monitoring/leases',
  'main/monitoring/ports',
  'main/monitoring/rules',
  'main/monitoring/store/sqlite',
  'main/monitoring/doors',
  'main/shells/browser',
  'main/shells/electron',
  'renderer',
  'renderer/app',
  'renderer/stores',
  'renderer/ui',
  'shared/api',
  'shared/domain',
].map((folder) => `${folder}/target.ts`);

const Report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

const folder = mkdtempSync(join(tmpdir(), 'jikim-direction-'));
const caught = new Map<string, readonly string[]>();

const plant = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

beforeAll(() => {
  plant('package.json', '{"name":"planted","type":"module"}');
  const entrances = ['main/monitoring/index.ts', 'renderer/features/queue/index.ts'];
  for (const file of [...TARGETS, ...entrances, 'renderer/features/queue/inside.ts']) {
    plant(file, 'export type Thing = number;\nexport const thing: Thing = 1;\n');
  }
  for (const [file, specifier] of PLANTED)
    plant(file, `import { thing } from '${specifier}';\nexport const used = thing;\n`);
  for (const [file, specifier] of ALLOWED)
    plant(file, `import type { Thing } from '${specifier}';\nexport type Used = Thing;\n`);
  plant('shared/domain/circleA.ts', "import { b } from './circleB.ts';\nexport const a = (): unknown => b;\n");
  plant('shared/domain/circleB.ts', "import { a } from './circleA.ts';\nexport const b = (): unknown => a;\n");

  const run = spawnSync(
    inRoot('node_modules/.bin/depcruise'),
    ['--config', inRoot('.dependency-cruiser.mjs'), '--output-type', 'json', 'shared', 'main', 'renderer', 'preload'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  for (const { from, rule } of Report.parse(JSON.parse(run.stdout)).summary.violations) {
    caught.set(from, [...(caught.get(from) ?? []), rule.name]);
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('direction of imports', () => {
  it.each(PLANTED)('%s may not import %s', (file, _specifier, rule) => {
    expect(caught.get(file)).toContain(rule);
  });

  it('sees a circle', () => {
    expect(caught.get('shared/domain/circleA.ts')).toContain('no-circle');
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(caught.get(file)).toBeUndefined();
  });
});
