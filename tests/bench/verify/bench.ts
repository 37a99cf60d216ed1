import { createHash } from 'node:crypto';
import { readJson } from '../../../main/evidence/package/verify/json.ts';
import { faultOfEntries } from '../../../main/evidence/package/verify/entries.ts';
import { EvidenceRecord } from '../../../shared/protocol/evidence.ts';
import { median, rounded, type Bench } from '../result.ts';
import { growLog } from './grown.ts';
import { openLongIncident } from './open.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const SIZES = isShort ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000];
const SAMPLE = 5000;
const ROUNDS = isShort ? 1 : 5;

/** Entries a second that `jikim verify` takes from `record.json`: parsed, canonical, in the log, in their place. */
const verified = (text: Uint8Array): number => {
  const started = performance.now();
  const record = readJson(new Map([['record.json', text] as const]), 'record.json', EvidenceRecord);
  if (!record.ok) throw new Error(record.error.what);
  const fault = faultOfEntries(record.value);
  if (fault !== null) throw new Error(fault.what);
  return record.value.entries.length / ((performance.now() - started) / 1000);
};

/** Bytes of an entry's canonical form, about. */
const LEAF_BYTES = 300;
const NODE_BYTES = 65;

/** Entries a second if only their hashes had to be made: one over a leaf, one over each node of a path so deep. */
const hashesOnly = (depth: number): number => {
  const leaf = Buffer.alloc(LEAF_BYTES, 7);
  const node = Buffer.alloc(NODE_BYTES, 7);
  const started = performance.now();
  for (let entry = 0; entry < SAMPLE; entry += 1) {
    createHash('sha256').update(leaf).digest();
    for (let level = 0; level < depth; level += 1) createHash('sha256').update(node).digest();
  }
  return SAMPLE / ((performance.now() - started) / 1000);
};

const repeated = (measure: () => number): number => median(Array.from({ length: ROUNDS }, measure));

/**
 * Verifying entries of an evidence package against logs of up to a million entries, and hashing the whole log, as a server does when
 * it starts. Reference: the bare hashes. And the main-thread time of opening an incident of 10,000 entries in the console.
 */
export const verify: Bench = async () => {
  const logs = SIZES.map((size) => {
    const { text, hashed_perSecond, depth } = growLog(size, SAMPLE);
    return {
      size,
      hashed_perSecond,
      verified: repeated(() => verified(text)),
      bare: repeated(() => hashesOnly(depth)),
    };
  });
  const [smallest, largest] = [logs[0], logs.at(-1)];
  if (smallest === undefined || largest === undefined) throw new Error('there is no size to measure');
  const opening = await openLongIncident();
  return {
    ours: largest.verified,
    unit: `entries verified per second, log of ${largest.size}`,
    references: [{ name: 'bare SHA-256 of leaf and path', value: largest.bare }],
    details: {
      sizes: logs.map(({ size }) => size),
      verified_perSecond: logs.map((log) => rounded(log.verified)),
      bare_perSecond: logs.map((log) => rounded(log.bare)),
      hashed_perSecond: logs.map((log) => rounded(log.hashed_perSecond)),
      costOfAnEntry_largest_to_smallest: rounded(smallest.verified / largest.verified),
      hashing_largest_to_smallest: rounded(smallest.hashed_perSecond / largest.hashed_perSecond),
      opening_entries: opening.entries,
      opening_mainThread_ms: rounded(opening.median_ms),
      opening_mainThread_ms_byRun: opening.long_ms.map(rounded),
      openingShort_mainThread_ms_byRun: opening.short_ms.map(rounded),
      aim: 'opening under 200 ms of main-thread time',
    },
  };
};
