import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprintOf } from '../../../main/evidence/log/heads.ts';
import { openEvidence, packageOf, signer } from '../../builders/evidence.ts';

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs', 'evidence.md');
const TOOLS = ['bash', 'unzip', 'jq', 'openssl', 'xxd', 'sha256sum', 'base64'] as const;
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--help']).error !== undefined);
if (missing.length > 0) console.info(`evidence: the worked example did not run: no ${missing.join(', ')} here`);

/** The lines of the worked example, as they stand in the docs. */
const example = (): string =>
  [...readFileSync(DOCS, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, lines]) => lines ?? '').join('\n');

const run = (archive: Uint8Array) => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-example-'));
  try {
    writeFileSync(join(folder, 'evidence.zip'), archive);
    // Over a socket bash takes itself for a remote shell, and reads the machine's own settings first.
    return spawnSync('bash', ['-euo', 'pipefail', '-c', example()], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

it.skipIf(missing.length > 0)('the worked example of docs/evidence.md holds, line by line', () => {
  const done = run(packageOf(openEvidence()));
  expect([done.status, done.stderr]).toEqual([0, '']);
  expect(done.stdout).toContain(fingerprintOf(signer.publicKey));
  expect(done.stdout.match(/Signature Verified Successfully/g)).toHaveLength(2);
  expect(done.stdout).toMatch(/files hold[^]*stands in the log[^]*committed to/);
});

it.skipIf(missing.length > 0)('and finds a changed record', () => {
  const archive = Buffer.from(packageOf(openEvidence()));
  const at = archive.indexOf('incident.acknowledged');
  archive[at] = 0x49;
  expect(run(archive).status).not.toBe(0);
});
