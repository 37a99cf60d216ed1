import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { Manifest, ManifestSignature } from '../../../../shared/protocol/evidence.ts';
import { digestOf } from '../../canonical.ts';
import { isManifestSigned } from '../manifest.ts';
import { FILE_NAMES, isFileName } from '../names.ts';
import type { Files } from '../names.ts';
import { fault } from '../statement.ts';
import type { Fault } from '../statement.ts';
import { readJson } from './json.ts';

const NAME = 'manifest.json';
const SIGNATURE = 'manifest.sig.json';

/** What is wrong between the manifest's list and the files that are there; null where they fit. */
const faultOfList = ({ files: listed }: Manifest, files: Files): Fault | null => {
  const names = FILE_NAMES.filter((name) => files.has(name) && name !== NAME && name !== SIGNATURE);
  for (const { name, size, sha256 } of listed) {
    const bytes = isFileName(name) ? files.get(name) : undefined;
    if (bytes === undefined) return fault(name, 'is named by the manifest and missing');
    if (bytes.length !== size) return fault(name, 'has another size than the manifest says');
    if (digestOf(bytes) !== sha256) return fault(name, 'has another SHA-256 than the manifest says');
  }
  const unnamed = names.find((name) => !listed.some((one) => one.name === name));
  if (unnamed !== undefined) return fault(unnamed, 'is not named by the manifest');
  return listed.length === names.length && listed.every(({ name }, i) => name === names[i])
    ? null
    : fault(NAME, 'does not list the files once each, in the order of the archive');
};

/** The manifest, where it names exactly the files that are there and is signed. Whose key that is, is judged later. */
export const checkManifest = (
  files: Files,
): Result<{ readonly manifest: Manifest; readonly publicKey: string }, Fault> => {
  const manifest = readJson(files, NAME, Manifest);
  if (!manifest.ok) return manifest;
  const listed = faultOfList(manifest.value, files);
  if (listed !== null) return err(listed);
  const signature = readJson(files, SIGNATURE, ManifestSignature);
  if (!signature.ok) return signature;
  if (!isManifestSigned(manifest.value, signature.value))
    return err(fault(SIGNATURE, 'is not the signature of the manifest'));
  return ok({ manifest: manifest.value, publicKey: signature.value.publicKey });
};
