import type { Language } from '../../../shared/domain/languages.ts';
import type { EvidenceData, Manifest, ManifestSignature } from '../../../shared/protocol/evidence.ts';
import { canonical } from '../canonical.ts';
import { packArchive } from './archive.ts';
import { derivedFiles } from './derived.ts';
import { manifestOf } from './manifest.ts';
import { FILE_NAMES, reportName } from './names.ts';
import type { Files } from './names.ts';

/** The report in each language, PDF. */
export type Reports = ReadonlyMap<Language, Uint8Array>;

/** A package that waits for its signature. */
export type Unsigned = { readonly files: Files; readonly manifest: Manifest };

/** Everything a package holds but the server's signature over its manifest. */
export const buildPackage = (data: EvidenceData, reports: Reports): Unsigned => {
  const drawn = [...reports].map(([language, report]) => [reportName(language), report] as const);
  const all: Files = new Map([...derivedFiles(data), ...drawn]);
  const files: Files = new Map(
    FILE_NAMES.flatMap((name) => {
      const bytes = all.get(name);
      return bytes === undefined ? [] : [[name, bytes] as const];
    }),
  );
  return { files, manifest: manifestOf(data.record, files) };
};

/** The finished archive. */
export const sealPackage = ({ files, manifest }: Unsigned, signature: ManifestSignature): Uint8Array =>
  packArchive(
    new Map([
      ...files,
      ['manifest.json', Buffer.from(canonical(manifest))],
      ['manifest.sig.json', Buffer.from(canonical(signature))],
    ]),
  );
