import type { EvidenceRecord, Manifest } from '../../../../shared/protocol/evidence.ts';
import { fromHex, hashEntry, isSame } from '../../log/hashes.ts';
import { isHeadSigned } from '../../log/heads.ts';
import { rootFromInclusion } from '../../log/proofs.ts';
import { fault } from '../statement.ts';
import type { Fault } from '../statement.ts';

const NAME = 'record.json';

/** What is wrong with the head of the log that the entries are proven against; null where it holds. */
export const faultOfHead = (
  { incidentId, signedHead }: EvidenceRecord,
  manifest: Manifest,
  publicKey: string,
): Fault | null => {
  const { head } = signedHead;
  if (!isHeadSigned(signedHead)) return fault(NAME, 'the head of the log is not signed by its key');
  if (head.publicKey !== publicKey)
    return fault(NAME, 'the head of the log is signed by another key than the manifest');
  if (head.logId !== manifest.logId) return fault(NAME, 'the head is of another log than the manifest names');
  if (head.size !== manifest.size) return fault(NAME, 'the log has another size than the manifest says');
  if (incidentId !== manifest.incidentId) return fault(NAME, 'is of another incident than the manifest names');
  return null;
};

/** What is wrong with one entry, which is the `index`th of its incident; `before` is the number of the one before it. */
const faultOfEntry = (record: EvidenceRecord, index: number, before: number): string | null => {
  const proven = record.entries[index];
  if (proven === undefined) return 'is missing';
  const { entry, proof } = proven;
  const { head } = record.signedHead;
  if (entry.incidentId !== record.incidentId) return 'belongs to another incident';
  if (entry.seq <= before) return 'does not come after the entry before it';
  if (entry.seq > head.size) return 'lies beyond the head of the log';
  if (entry.ordinal !== undefined && entry.ordinal !== index + 1)
    return `says that it is no. ${entry.ordinal} of its incident, but it is no. ${index + 1} here: an entry is missing or was added`;
  const root = rootFromInclusion(entry.seq - 1, head.size, hashEntry(entry), proof.map(fromHex));
  return root !== null && isSame(root, fromHex(head.root))
    ? null
    : 'is not in the log: its proof does not lead to the root';
};

/** The first entry that is not proven to stand in the log, or is out of its place; null where all hold. */
export const faultOfEntries = (record: EvidenceRecord): Fault | null => {
  const [first] = record.entries;
  if (first === undefined) return fault(NAME, 'holds no entry');
  const { body } = first.entry;
  if (body.kind !== 'incident.raised' || body.orderId !== record.order.id)
    return fault(NAME, 'does not begin with the incident being raised under the order it names', first.entry.seq);
  let before = 0;
  for (const [index, { entry }] of record.entries.entries()) {
    const what = faultOfEntry(record, index, before);
    if (what !== null) return fault(NAME, what, entry.seq);
    before = entry.seq;
  }
  return null;
};
