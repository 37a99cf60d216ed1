import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fingerprintOf } from '../../../main/evidence/log/heads.ts';
import { deletedEvidence, openEvidence, packageOf, signer } from '../../builders/evidence.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'jikim-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, bytes: Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const verify = (...args: readonly string[]) =>
  spawnSync(process.execPath, [CLI, 'verify', ...args], { encoding: 'utf8', timeout: 60_000 });

const pinned = fingerprintOf(signer.publicKey);
const good = fileOf('good.zip', packageOf(openEvidence()));
const bad = fileOf('bad.zip', Buffer.from(packageOf(openEvidence())).fill(0x20, 4000, 4001));

const Holds = z.strictObject({
  ok: z.literal(true),
  ...{ incidentId: z.string(), mode: z.enum(['live', 'training']), entries: z.int(), logId: z.string(), size: z.int() },
  ...{ first_ms: z.int(), last_ms: z.int(), exportedAt_ms: z.int(), exportedBy: z.string() },
  ...{ root: z.string(), fingerprint: z.string(), signer: z.enum(['pinned', 'not-proven']) },
  positions: z.enum(['open', 'deleted', 'not-included', 'none']),
  notProven: z.array(z.enum(['signer', 'gapless', 'positions', 'names', 'reports', 'devices'])),
});
const Broken = z.strictObject({
  ok: z.literal(false),
  ...{ file: z.string().nullable(), seq: z.int().nullable(), what: z.string() },
});

describe('jikim verify', () => {
  it('says what holds and what is not proven: 0', () => {
    const done = verify(good);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(/^Holds: incident I1, 26 entries from 2026-11-22T11:15:00\.000Z/);
    expect(done.stdout).toMatch(/SIGNER NOT PROVEN/);
  });
  it('takes a fingerprint as people write it, and then says no word about the signer', () => {
    const done = verify(good, '--key', pinned.toUpperCase().replaceAll(/(....)/g, '$1 '));
    expect(done.status).toBe(0);
    expect(done.stdout).not.toMatch(/NOT PROVEN|WHO SIGNED/);
  });
  it('says when the positions were deleted', () => {
    expect(verify(fileOf('deleted.zip', packageOf(deletedEvidence()))).stdout).toMatch(/deleted for good/);
  });
  it('names the first thing that does not hold, in one line: 1', () => {
    const done = verify(bad);
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr.trim().split('\n')).toEqual([expect.stringMatching(/bad\.zip: /)]);
    expect(verify(good, '--key', 'ab'.repeat(32)).status).toBe(1);
  });
  it('prints either as one JSON object', () => {
    expect(Holds.safeParse(JSON.parse(verify(good, '--json').stdout)).error).toBeUndefined();
    expect(Broken.safeParse(JSON.parse(verify(bad, '--json').stdout)).error).toBeUndefined();
  });
  it.each([
    ['no file', ['none.zip'], /none\.zip: cannot be read/],
    ['a folder', [folder], /cannot be read/],
    ['a key that is none', [good, '--key', 'abc'], /64 hexadecimal/],
    ['an unknown option', [good, '--loud'], /unknown option/],
    ['nothing', [], /missing required argument/],
  ])('ends with 2 and one line for %s', (_, args, words) => {
    const done = verify(...args);
    expect(done.status).toBe(2);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
    expect(done.stderr).toMatch(words);
  });
});
