import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../main/evidence/log/heads.ts';
import { verifyPackage } from '../../../../../main/evidence/package/verify.ts';
import {
  evidenceOf,
  openEvidence,
  packageOf,
  recorded,
  seals,
  signer,
  story,
  zones,
} from '../../../../builders/evidence.ts';
import { aPlace } from '../../../../builders/directory.ts';

const LONG = process.env['JIKIM_LONG'] === '1';
const pinned = fingerprintOf(signer.publicKey);
const archive = packageOf(openEvidence());

const flipped = (at: number, mask: number): Uint8Array => {
  const bytes = Buffer.from(archive);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes;
};
const holds = (bytes: Uint8Array): boolean => verifyPackage(bytes, pinned).ok;
/** Places of a file's name: in its own header, and in the directory at the end. */
const placesOf = (name: string): readonly number[] => {
  const at: number[] = [];
  for (let from = archive.indexOf(0); from >= 0;) {
    from = Buffer.from(archive).indexOf(name, from);
    if (from < 0) break;
    at.push(from);
    from += 1;
  }
  return at;
};
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('any single byte', () => {
  it('verifies as it is', () => {
    expect(holds(archive)).toBe(true);
  });

  it('flipped anywhere at random is refused', () => {
    fc.assert(
      fc.property(
        fc.nat(archive.length - 1),
        fc.integer({ min: 1, max: 255 }),
        (at, mask) => !holds(flipped(at, mask)),
      ),
      { numRuns: 400 },
    );
  });

  it('flipped in headers, directory, manifest and signature is refused', () => {
    const [header = 0] = placesOf('manifest.json');
    const [record = 0] = placesOf('record.json');
    const [end = 0] = placesOf('VERIFY.txt').slice(-1);
    const places = [...range(0, 60), ...range(header - 30, record + 11), ...range(end - 46, archive.length)];
    expect(places.length).toBeGreaterThan(500);
    expect(places.filter((at) => holds(flipped(at, 1)))).toEqual([]);
  });

  it.runIf(LONG)('flipped at every place, each bit, is refused', { timeout: 1_800_000 }, () => {
    const through = range(0, archive.length).flatMap((at) => (holds(flipped(at, 1 << (at % 8))) ? [at] : []));
    expect(through).toEqual([]);
  });

  it('taken away, at any place, is refused', () => {
    fc.assert(
      fc.property(
        fc.nat(archive.length - 1),
        (at) => !holds(Buffer.concat([archive.subarray(0, at), archive.subarray(at + 1)])),
      ),
    );
  });
});
if (!LONG) console.info('evidence: flipping every byte of a package did not run: it is part of npm run test:long');

describe('whatever it is given', () => {
  const answers = (bytes: Uint8Array): boolean => {
    const verified = verifyPackage(bytes, null);
    return !verified.ok && verified.error.what.length > 0;
  };
  it('answers random bytes with a refusal', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), answers), { numRuns: 500 });
  });
  it('answers every truncation with a refusal', () => {
    fc.assert(
      fc.property(fc.nat(archive.length - 1), (length) => answers(archive.subarray(0, length))),
      { numRuns: 300 },
    );
  });
  it('answers garbage at the end of a true directory', () => {
    const tail = archive.subarray(-600);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => answers(Buffer.concat([bytes, tail]))),
    );
  });
  it('does not inflate a bomb', () => {
    const bomb = zipSync({ 'record.json': new Uint8Array(50_000_000) }, { level: 1 });
    const before = process.memoryUsage().rss;
    const verified = verifyPackage(bomb, null);
    expect(verified).toMatchObject({ ok: false, error: { file: 'record.json' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000);
  });
  it('leaves a directory of endless names at the first that is none of ours', () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, new Uint8Array(1)])));
    expect(verifyPackage(many, null)).toMatchObject({ ok: false, error: { file: 'f0' } });
  });
  it('refuses JSON that nests without end', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const bomb = zipSync(
      { 'manifest.json': Buffer.from(deep) },
      { level: 0, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 },
    );
    expect(answers(bomb)).toBe(true);
  });
});

describe('the order of the machine', () => {
  it('makes the same bytes of the same evidence', () => {
    const again = packageOf(evidenceOf(recorded(story), { seals, zones, places: [aPlace()] }));
    expect(Buffer.compare(again, archive)).toBe(0);
  });
});
