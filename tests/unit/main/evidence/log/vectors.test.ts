import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonical } from '../../../../../main/evidence/canonical.ts';
import { isSame } from '../../../../../main/evidence/log/hashes.ts';
import { isConsistent, rootFromInclusion } from '../../../../../main/evidence/log/proofs.ts';

/** Trial data beside the checkout; absent on other machines. */
const DATA = join(import.meta.dirname, '../../../../../../shared/data');
const has = (name: string): boolean => existsSync(join(DATA, name));
for (const name of ['merkle', 'jcs'])
  if (!has(name)) console.info(`vectors of ${name}: did not run: there is no ../shared/data/${name}`);

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted()
    : [];

const bytes = (text: string | null): Uint8Array => Buffer.from(text ?? '', 'base64');
const Hashes = z.array(z.string()).nullable();

const Inclusion = z.object({
  leafIdx: z.number(),
  treeSize: z.number(),
  root: z.string().nullable(),
  leafHash: z.string().nullable(),
  proof: Hashes,
  wantErr: z.boolean(),
});
const Consistency = z.object({
  size1: z.number(),
  size2: z.number(),
  root1: z.string().nullable(),
  root2: z.string().nullable(),
  proof: Hashes,
  desc: z.string(),
  wantErr: z.boolean(),
});

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const named = (folder: string) => filesIn(join(DATA, folder)).map((file) => [relative(DATA, file), file] as const);

describe.skipIf(!has('merkle'))('proofs of the RFC 6962 test data', () => {
  it.each(named('merkle/inclusion'))('%s', (_name, file) => {
    const c = Inclusion.parse(read(file));
    const root = rootFromInclusion(c.leafIdx, c.treeSize, bytes(c.leafHash), (c.proof ?? []).map(bytes));
    expect(root !== null && isSame(root, bytes(c.root))).toBe(!c.wantErr);
  });

  it.each(named('merkle/consistency'))('%s', (_name, file) => {
    const c = Consistency.parse(read(file));
    const from = { size: c.size1, root: bytes(c.root1) };
    const to = { size: c.size2, root: bytes(c.root2) };
    expect(isConsistent(from, to, (c.proof ?? []).map(bytes))).toBe(!c.wantErr);
  });
});

describe.skipIf(!has('jcs'))('canonical form of the RFC 8785 test data', () => {
  it.each(named('jcs/input'))('%s', (_name, file) => {
    const text = canonical(read(file));
    const other = (folder: string, ending: string): string =>
      readFileSync(file.replace('/input/', `/${folder}/`).replace(/\.json$/, ending), 'utf8');
    expect(text).toBe(other('output', '.json'));
    expect(Buffer.from(text).toString('hex')).toBe(other('outhex', '.txt').replaceAll(/\s/g, ''));
  });
});
