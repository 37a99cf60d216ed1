import type { Digest } from '../../../shared/domain/ids.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { EvidenceRecord, EvidenceSeals } from '../../../shared/protocol/evidence.ts';
import type { EvidenceData } from '../../../shared/protocol/evidence.ts';
import { fingerprintOf } from '../log/heads.ts';
import { unpackArchive } from './archive.ts';
import { derivedFiles } from './derived.ts';
import { REPORT_NAMES } from './names.ts';
import type { Files } from './names.ts';
import { fault } from './statement.ts';
import type { Fault, PositionsState, Statement, Unproven } from './statement.ts';
import { faultOfEntries, faultOfHead } from './verify/entries.ts';
import { readJson } from './verify/json.ts';
import { checkManifest } from './verify/manifest.ts';
import { checkSeals } from './verify/seals.ts';

/** Reports that packages of every age hold: one in a language that came later is missing in those of before it. */
const ALWAYS_REPORTED = ['report.ko.pdf', 'report.en.pdf'] as const;

/** The first file that is not what the record and the seals make of it; null where all are. */
const faultOfDerived = (data: EvidenceData, files: Files): Fault | null => {
  const made = derivedFiles(data);
  for (const [name, bytes] of made) {
    const found = files.get(name);
    if (found === undefined) return fault(name, 'is missing');
    if (Buffer.compare(found, bytes) !== 0) return fault(name, 'is not what record.json and seals.json say');
  }
  const missing = ALWAYS_REPORTED.find((name) => !files.has(name));
  if (missing !== undefined) return fault(missing, 'is missing');
  const superfluous = [...files.keys()].find(
    (name) => !made.has(name) && !REPORT_NAMES.some((report) => report === name) && !name.startsWith('manifest.'),
  );
  return superfluous === undefined ? null : fault(superfluous, 'does not belong here: the package holds no positions');
};

const unproven = ({ record }: EvidenceData, positions: PositionsState, pinned: boolean): readonly Unproven[] => [
  ...(pinned ? [] : (['signer'] as const)),
  ...(record.entries.every(({ entry }) => entry.ordinal !== undefined) ? [] : (['gapless'] as const)),
  ...(positions === 'not-included' ? (['positions'] as const) : []),
  'names',
  'reports',
  'devices',
];

const statementOf = (data: EvidenceData, positions: PositionsState, pinned: boolean): Statement => {
  const { record } = data;
  const { head } = record.signedHead;
  const times = record.entries.map(({ entry }) => entry.at_ms);
  return {
    incidentId: record.incidentId,
    mode: record.mode,
    entries: record.entries.length,
    first_ms: times[0] ?? record.exportedAt_ms,
    last_ms: times.at(-1) ?? record.exportedAt_ms,
    exportedAt_ms: record.exportedAt_ms,
    exportedBy: record.exportedBy,
    logId: head.logId,
    size: head.size,
    root: head.root,
    fingerprint: fingerprintOf(head.publicKey),
    signer: pinned ? 'pinned' : 'not-proven',
    positions,
    notProven: unproven(data, positions, pinned),
  };
};

/**
 * Verifies an evidence package, offline and from its bytes alone.
 * @param pinned fingerprint that was published outside the package; null where none is known.
 * @returns what holds, or the first thing that does not.
 */
export const verifyPackage = (archive: Uint8Array, pinned: Digest | null): Result<Statement, Fault> => {
  const files = unpackArchive(archive);
  if (!files.ok) return err(fault(files.error.file, files.error.what));
  const checked = checkManifest(files.value);
  if (!checked.ok) return checked;
  const { manifest, publicKey } = checked.value;
  if (pinned !== null && fingerprintOf(publicKey) !== pinned)
    return err(fault('manifest.sig.json', `is signed by another key: its fingerprint is ${fingerprintOf(publicKey)}`));
  const record = readJson(files.value, 'record.json', EvidenceRecord);
  if (!record.ok) return record;
  const wrong = faultOfHead(record.value, manifest, publicKey) ?? faultOfEntries(record.value);
  if (wrong !== null) return err(wrong);
  const sealed = readJson(files.value, 'seals.json', EvidenceSeals);
  if (!sealed.ok) return sealed;
  const data: EvidenceData = { record: record.value, sealed: sealed.value };
  const positions = checkSeals(data);
  if (!positions.ok) return positions;
  const differs = faultOfDerived(data, files.value);
  return differs === null ? ok(statementOf(data, positions.value, pinned !== null)) : err(differs);
};
