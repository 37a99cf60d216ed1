import type { EvidenceRecord, Manifest, ManifestSignature } from '../../../shared/protocol/evidence.ts';
import { canonical, digestOf } from '../canonical.ts';
import { isSigned } from '../log/heads.ts';
import type { Signer } from '../log/heads.ts';
import type { Files } from './names.ts';

const PURPOSE = 'evidence manifest';

/** Names every file of a package but the manifest's own two. */
export const manifestOf = ({ incidentId, signedHead }: EvidenceRecord, files: Files): Manifest => ({
  format: 'jikim-evidence',
  version: 1,
  incidentId,
  logId: signedHead.head.logId,
  size: signedHead.head.size,
  files: [...files].map(([name, bytes]) => ({ name, size: bytes.length, sha256: digestOf(bytes) })),
});

/** SHA-256 of the manifest's canonical form: of the very bytes of `manifest.json`. */
export const digestOfManifest = (manifest: Manifest): string => digestOf(canonical(manifest));

export const signManifest = (manifest: Manifest, signer: Signer): ManifestSignature => ({
  publicKey: signer.publicKey,
  signature: signer.sign(PURPOSE, digestOfManifest(manifest)),
});

export const isManifestSigned = (manifest: Manifest, { publicKey, signature }: ManifestSignature): boolean =>
  isSigned(publicKey, PURPOSE, digestOfManifest(manifest), signature);
