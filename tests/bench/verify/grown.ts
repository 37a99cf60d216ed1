import { canonical } from '../../../main/evidence/canonical.ts';
import { hashEntry, toHex } from '../../../main/evidence/log/hashes.ts';
import { createSigner, signHead } from '../../../main/evidence/log/heads.ts';
import { createTree } from '../../../main/evidence/log/tree.ts';
import { Separation } from '../../../shared/domain/alerts.ts';
import { IncidentId, LogId, OperatorId, OrderId, PersonId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { EvidenceRecord } from '../../../shared/protocol/evidence.ts';
import { anOrder, dispatcher } from '../../builders/directory.ts';

const INCIDENT = IncidentId.parse('incident-bench');
const VICTIM = PersonId.parse('V1');
const T0_MS = Date.UTC(2026, 4, 8, 10, 40);

/** Entry number `seq` of a log that is all one incident's: mostly distances, as records of incidents are. */
const entryAt = (seq: number): Entry => ({
  seq: Seq.parse(seq),
  recordedAt_ms: T0_MS + seq * 1000 + 3,
  at_ms: T0_MS + seq * 1000,
  incidentId: INCIDENT,
  commandId: null,
  actor: { type: 'system' },
  body:
    seq === 1
      ? { kind: 'incident.raised', orderId: OrderId.parse('ORD-1') }
      : {
          kind: 'distance.measured',
          victim: VICTIM,
          separation: Separation.parse({
            distance_m: 500.5 + (seq % 97),
            min_m: 460.5 + (seq % 97),
            max_m: 540.5 + (seq % 97),
          }),
        },
});

export type Grown = {
  /** `record.json` of a package that proves `sample` entries, spread over the whole log. */
  readonly text: Uint8Array;
  /** Entries a second that were hashed and taken into the tree. */
  readonly hashed_perSecond: number;
  /** Hashes on the way from a leaf to the root. */
  readonly depth: number;
};

/** Grows a log of `size` entries and takes a package's record from it. */
export const growLog = (size: number, sample: number): Grown => {
  const tree = createTree();
  const started = performance.now();
  for (let seq = 1; seq <= size; seq += 1) tree.append(hashEntry(entryAt(seq)));
  const hashed_perSecond = size / ((performance.now() - started) / 1000);
  const head = { logId: LogId.parse('log-bench'), size, root: toHex(tree.root()), at_ms: T0_MS, previous: null };
  const taken = Math.min(sample, size);
  const seqs = Array.from({ length: taken }, (_, index) => 1 + Math.floor((index * size) / taken));
  const record: EvidenceRecord = {
    ...{ incidentId: INCIDENT, mode: 'live', exportedAt_ms: T0_MS, reason: '부하 시험' },
    exportedBy: OperatorId.parse('supervisor1'),
    order: anOrder(),
    signedHead: signHead(head, createSigner(new Uint8Array(32))),
    entries: seqs.map((seq) => ({ entry: entryAt(seq), proof: tree.inclusion(seq - 1).map(toHex) })),
    ...{ people: [], operators: [dispatcher], units: [] },
  };
  return { text: Buffer.from(canonical(record)), hashed_perSecond, depth: record.entries[0]?.proof.length ?? 0 };
};
