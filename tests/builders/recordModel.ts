import { createHash } from 'node:crypto';
import type { KeptFix } from '../../shared/domain/fixes.ts';
import type { CommandId, IncidentId, OperatorId, PersonId, Seq } from '../../shared/domain/ids.ts';
import { Entry } from '../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../shared/domain/log.ts';
import { SealedContent } from '../../shared/protocol/evidence.ts';
import type { OpenedSeal } from '../../shared/protocol/evidence.ts';
import type { Track } from '../../shared/protocol/track.ts';
import type {
  AccessLine,
  Account,
  Commit,
  FreshSeal,
  RestoredMark,
  StoredSession,
} from '../../main/monitoring/ports/commit.ts';
import type { Mark } from '../../main/monitoring/ports/record.ts';

/** What is kept sealed of one incident. */
type SealedModel = {
  hasKey: boolean;
  isDestroyed: boolean;
  pieces: Track[];
  seals: { readonly points: number; readonly opened: OpenedSeal }[];
};

/** What a record holds, as its port describes it: lists and maps, and no more. */
export type RecordModel = {
  readonly entries: Entry[];
  /** Of each entry as it was handed over: its text, and the leaf of that in hexadecimal. */
  readonly lines: { readonly text: string; readonly leaf: string }[];
  readonly commands: Map<CommandId, readonly Seq[]>;
  readonly access: AccessLine[];
  readonly accessOnce: Set<string>;
  readonly incidents: Map<IncidentId, SealedModel>;
  readonly heads: Map<number, SignedHead>;
  readonly lastFixes: Map<PersonId, KeptFix>;
  readonly realDevices: Map<PersonId, number>;
  readonly sessions: Map<string, StoredSession>;
  readonly accounts: Map<OperatorId, Account>;
  restored: RestoredMark | null;
  mark: Mark | null;
};

export const emptyRecord = (): RecordModel => ({
  entries: [],
  lines: [],
  commands: new Map(),
  access: [],
  accessOnce: new Set(),
  incidents: new Map(),
  heads: new Map(),
  lastFixes: new Map(),
  realDevices: new Map(),
  sessions: new Map(),
  accounts: new Map(),
  restored: null,
  mark: null,
});

/** A commit that is refused, with nothing of it stored. */
class Refused extends Error {}

const SALT = 16;
export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const addOnce = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  if (map.has(key)) throw new Refused();
  map.set(key, value);
};

export const sealedOf = (model: RecordModel, id: IncidentId): SealedModel => {
  const known = model.incidents.get(id);
  if (known !== undefined) return known;
  const fresh = { hasKey: false, isDestroyed: false, pieces: [], seals: [] };
  model.incidents.set(id, fresh);
  return fresh;
};

const putSeal = (of: SealedModel, { commitment, points, plain }: FreshSeal): void => {
  if (plain === null || of.isDestroyed) return;
  if (!of.hasKey) throw new Refused();
  const content = SealedContent.parse(JSON.parse(Buffer.from(plain.subarray(SALT)).toString()));
  const salt = Buffer.from(plain.subarray(0, SALT)).toString('base64');
  of.seals.push({ points, opened: { commitment, salt, content } });
};

const setAll = <K, V>(map: Map<K, V>, changes: ReadonlyMap<K, V | null>): void => {
  for (const [key, value] of changes) {
    if (value === null) map.delete(key);
    else map.set(key, value);
  }
};

const carryOut = (model: RecordModel, commit: Partial<Commit>): void => {
  const { keys = [], gathered = [], sealed = [], forgotten = [] } = commit;
  for (const id of [...keys, ...gathered.map(({ incident }) => incident)]) {
    const of = sealedOf(model, id);
    of.hasKey = !of.isDestroyed;
  }
  for (const { seq, text } of commit.lines ?? []) {
    if (seq <= model.entries.length) throw new Refused();
    model.entries.push(Entry.parse(JSON.parse(text)));
    // RFC 6962, section 2.1: a leaf is hashed with a zero byte before it.
    model.lines.push({ text, leaf: sha256(Uint8Array.of(0), text).toString('hex') });
  }
  for (const { command, seqs } of commit.commands ?? []) addOnce(model.commands, command, seqs);
  for (const { once, ...line } of commit.access ?? []) {
    if (once !== undefined && model.accessOnce.has(once)) continue;
    if (once !== undefined) model.accessOnce.add(once);
    model.access.push(line);
  }
  // All that was there before this commit: whoever seals has read it just before.
  for (const { incident } of sealed) sealedOf(model, incident).pieces.length = 0;
  for (const { incident, pieces } of gathered) {
    const of = sealedOf(model, incident);
    if (of.hasKey) of.pieces.push(...pieces);
  }
  for (const fresh of commit.seals ?? []) putSeal(sealedOf(model, fresh.incident), fresh);
  for (const head of commit.heads ?? []) addOnce(model.heads, head.head.size, head);
  setAll(model.lastFixes, commit.lastFixes ?? new Map());
  setAll(model.realDevices, commit.realDevices ?? new Map());
  for (const hash of commit.sessionsEnded ?? []) model.sessions.delete(hash);
  for (const session of commit.sessionsOpened ?? []) addOnce(model.sessions, session.tokenHash, session);
  for (const account of commit.accounts ?? []) addOnce(model.accounts, account.operator.id, account);
  if (commit.isRestoreTold === true) model.restored = null;
  for (const { incident } of forgotten)
    model.incidents.set(incident, { hasKey: false, isDestroyed: true, pieces: [], seals: [] });
};

/** The record after a commit; null where the commit is refused, which leaves the record as it was. */
export const committed = (model: RecordModel, commit: Partial<Commit>): RecordModel | null => {
  const next = structuredClone(model);
  try {
    carryOut(next, commit);
    return next;
  } catch (thrown) {
    if (thrown instanceof Refused) return null;
    throw thrown;
  }
};
