import { canonical } from '../../../../../main/evidence/canonical.ts';
import { fingerprintOf } from '../../../../../main/evidence/log/heads.ts';
import { packArchive, unpackArchive } from '../../../../../main/evidence/package/archive.ts';
import { buildPackage } from '../../../../../main/evidence/package/build.ts';
import { manifestOf, signManifest } from '../../../../../main/evidence/package/manifest.ts';
import { FILE_NAMES } from '../../../../../main/evidence/package/names.ts';
import type { FileName, Files } from '../../../../../main/evidence/package/names.ts';
import type { EvidenceData, Manifest, OpenedSeal } from '../../../../../shared/protocol/evidence.ts';
import { openEvidence, packageOf, plainReports, seals, signer } from '../../../../builders/evidence.ts';

export const pinned = fingerprintOf(signer.publicKey);
export const filesOf = (archive: Uint8Array): Map<FileName, Uint8Array> => {
  const files = unpackArchive(archive);
  if (!files.ok) throw new Error(files.error.what);
  return new Map(files.value);
};

export type Record = EvidenceData['record'];
export type Proven = Record['entries'][number];
export const withRecord = (over: Partial<Record>, data = openEvidence()): EvidenceData => ({
  ...data,
  record: { ...data.record, ...over },
});
export const withEntry = (index: number, change: (one: Proven) => Proven): EvidenceData => {
  const data = openEvidence();
  return withRecord({ entries: data.record.entries.map((one, i) => (i === index ? change(one) : one)) }, data);
};
export const withSealed = (over: Partial<EvidenceData['sealed']>, data = openEvidence()): EvidenceData => ({
  ...data,
  sealed: { ...data.sealed, ...over },
});

/** A package whose files were changed by one who holds the server's key: everything is signed anew. */
export const resigned = (change: (files: Map<FileName, Uint8Array>) => void, data = openEvidence()): Uint8Array => {
  const files = new Map(buildPackage(data, plainReports).files);
  change(files);
  const ordered = new Map([...files].toSorted(([a], [b]) => FILE_NAMES.indexOf(a) - FILE_NAMES.indexOf(b)));
  return finished(ordered, manifestOf(data.record, ordered));
};
export const finished = (files: Files, manifest: Manifest): Uint8Array =>
  packArchive(
    new Map([
      ...files,
      ['manifest.json', Buffer.from(canonical(manifest))] as const,
      ['manifest.sig.json', Buffer.from(canonical(signManifest(manifest, signer)))] as const,
    ]),
  );
/** A package whose files were changed by one without the key. */
export const changed = (change: (files: Map<FileName, Uint8Array>) => void): Uint8Array => {
  const files = filesOf(packageOf(openEvidence()));
  change(files);
  return packArchive(files);
};
export const text = (words: string): Uint8Array => Buffer.from(words);

const sealAt = (index: number): OpenedSeal => {
  const seal = seals[index];
  if (seal === undefined) throw new Error(`no seal ${index}`);
  return seal;
};
export const first = sealAt(0);
export const second = sealAt(1);
export const guidance = sealAt(2);
/** A seal opened with other content under the same promise. */
export const moved = (() => {
  if (first.content.kind !== 'positions') throw new Error('no positions');
  const points = first.content.points.map((point, i) => (i === 3 ? { ...point, lon: point.lon + 0.001 } : point));
  return { ...first, content: { ...first.content, points } };
})();
