import type { Digest, IncidentId, LeaseId, OrderId, Seq } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { OperatorActor } from '../../../shared/domain/incidents/actor.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { EvidenceData, EvidenceSeals, Manifest, OpenedSeal } from '../../../shared/protocol/evidence.ts';
import type { ServerCallArgs, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { digestOfManifest, signManifest } from '../../evidence/package/manifest.ts';
import { promisedBy } from '../../evidence/package/promised.ts';
import { createHandedOut } from './handouts.ts';
import type { Handout } from './handouts.ts';
import { shortened } from '../leases/access.ts';
import { leaseFor } from '../leases/commands.ts';
import type { LeaseDesk } from '../leases/desk.ts';
import type { Setup } from '../register/setup.ts';
import type { AccessLine } from '../ports/commit.ts';
import { peopleUnder, summaryOf } from '../../../shared/domain/orders.ts';
import type { EvidenceDesk } from '../ports/desks.ts';
import type { Batch, IncidentRecord } from '../ports/incidentRecord.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';

type Value<K extends 'evidence' | 'sealEvidence'> = Extract<ServerCallResult<K>, { readonly ok: true }>['value'];

type Given = {
  readonly store: Pick<RecordReads, 'record' | 'log'>;
  readonly commits: CommitQueue;
  readonly record: IncidentRecord;
  readonly setup: Setup;
  readonly operators: readonly Operator[];
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly heldBy: LeaseDesk['heldBy'];
  readonly mode: Mode;
  readonly policy: Pick<Policy, 'lease'>;
  readonly now: () => number;
  readonly newLeaseId: () => LeaseId;
  /** Seals what has gathered of an incident's positions, so that the record commits to all that is opened. */
  readonly commitPositions: (batch: Batch, incident: IncidentId) => void;
  readonly openSeals: (incident: IncidentId) => readonly OpenedSeal[];
  readonly onStoreFailure: (thrown: unknown) => void;
};

const mayExport = ({ role }: Pick<Operator, 'role'>): boolean => role === 'supervisor';

const NOTHING: EvidenceSeals = { seals: [], zones: [], places: [] };

/** Operators and units that entries name. */
const namedBy = (entries: readonly Entry[]): Set<string> =>
  new Set<string>(
    entries.flatMap(({ actor, body }): readonly string[] => [
      ...(actor.type === 'operator' ? [actor.operatorId] : []),
      ...('unitId' in body ? [body.unitId] : []),
      ...(body.kind === 'lease.granted' ? body.holders : []),
    ]),
  );

const placesOf = (seals: readonly OpenedSeal[], { places }: Setup): EvidenceSeals['places'] => {
  const named = new Set(seals.flatMap(({ content }) => (content.kind === 'guidance' ? [content.placeId] : [])));
  return places.filter(({ id }) => named.has(id));
};

/** Seals of what the entries promise; null where one of them does not open: a part of the way would be no evidence of it. */
const allPromised = (entries: readonly Entry[], seals: readonly OpenedSeal[]): readonly OpenedSeal[] | null => {
  const promised = new Set<Digest>(entries.flatMap(promisedBy).map(({ commitment }) => commitment));
  const opened = seals.filter(({ commitment }) => promised.has(commitment));
  return opened.length === promised.size ? opened : null;
};

export const createEvidenceDesk = (given: Given): EvidenceDesk => {
  const { store, record, setup, mode } = given;
  const handedOut = createHandedOut(given.now);

  const lineOf = (
    { operatorId }: OperatorActor,
    action: AccessLine['action'],
    incidentId: IncidentId,
    detail: string,
  ): AccessLine => {
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    return {
      at_ms: given.now(),
      operatorId,
      action,
      incidentId,
      people: order === undefined ? [] : peopleUnder(order),
      detail: shortened(`evidence: ${detail}`),
    };
  };

  const notStored = (thrown: unknown): Result<never, Refusal> => {
    given.onStoreFailure(thrown);
    return err({ reason: 'store-failed' });
  };

  const refuse = (
    actor: OperatorActor,
    incidentId: IncidentId,
    refusal: Refusal,
    answer: (refused: Result<never, Refusal>) => void,
  ): void =>
    given.commits.add({
      prepare: () => ({ access: [lineOf(actor, 'read-refused', incidentId, refusal.reason)] }),
      done: (outcome) => answer(outcome.ok ? err(refusal) : notStored(outcome.error)),
    });

  /** Positions are opened under a lease: the one the operator holds, or one for the reason of the export. */
  const leaseNeeded = (
    incident: Incident,
    order: Order,
    actor: OperatorActor,
    reason: string,
  ): readonly EntryDraft[] => {
    const held = given.heldBy(actor.operatorId).filter(({ incidentId }) => incidentId === incident.id);
    const opened = new Set(held.flatMap(({ subjects }) => subjects));
    if (!incident.positionsExist || [order.offender, ...order.victims].every((id) => opened.has(id))) return [];
    const now_ms = Math.round(given.now());
    const body = leaseFor(order, { purpose: 'review', reason }, { ...given, actor, now_ms });
    return [{ incidentId: incident.id, at_ms: now_ms, actor, commandId: null, body }];
  };

  /** On record, and on the access log, before anything is opened: a read that fails half-way was a read. */
  const addReading = (batch: Batch, incident: Incident, order: Order, actor: OperatorActor, reason: string): void => {
    batch.recall(incident.id);
    batch.alongside({ access: [lineOf(actor, 'read', incident.id, reason)] });
    batch.add(leaseNeeded(incident, order, actor, reason));
    given.commitPositions(batch, incident.id);
  };

  const sealedOf = (incident: Incident, order: Order, entries: readonly Entry[]): EvidenceSeals => {
    if (!incident.positionsExist) return NOTHING;
    const seals = allPromised(entries, given.openSeals(incident.id));
    return seals === null ? NOTHING : { seals, zones: order.zones, places: placesOf(seals, setup) };
  };

  const dataOf = (
    before: Incident,
    order: Order,
    { operatorId }: OperatorActor,
    reason: string,
  ): EvidenceData | null => {
    const { signedHead } = record.log.news(0);
    if (signedHead === null) return null;
    const { id } = before;
    const entries = store.record.ofIncident(id);
    const named = namedBy(entries).add(operatorId);
    return {
      record: {
        incidentId: id,
        mode,
        exportedAt_ms: Math.round(given.now()),
        exportedBy: operatorId,
        reason,
        order: summaryOf(order),
        signedHead,
        entries: entries.map((entry) => ({ entry, proof: record.log.proofOf(entry.seq, signedHead.head.size) })),
        people: setup.people.filter((person) => person.id === order.offender || order.victims.includes(person.id)),
        operators: given.operators.filter((operator) => named.has(operator.id)),
        units: setup.units.map(({ unit }) => unit).filter((unit) => named.has(unit.id)),
      },
      sealed: sealedOf(record.incident(id) ?? before, order, entries),
    };
  };

  const evidence: EvidenceDesk['evidence'] = ({ incidentId, reason }, actor, answer) => {
    if (!mayExport(actor)) return refuse(actor, incidentId, { reason: 'not-allowed' }, answer);
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    if (incident === undefined || order === undefined)
      return refuse(actor, incidentId, { reason: 'unknown-incident' }, answer);
    if (isRunning(incident))
      return refuse(actor, incidentId, { reason: 'wrong-state', state: incident.status }, answer);
    // Evidence is of what is on disk, and nothing is opened that cannot be logged.
    if (record.isKeeping()) return answer(err({ reason: 'store-failed' }));
    return record.write(
      (batch) => addReading(batch, incident, order, actor, reason),
      (written) => {
        if (!written.ok) return answer(notStored(written.error));
        if (!written.isOnDisk) return answer(err({ reason: 'store-failed' }));
        // Nothing is written until the data are made: the head covers every entry there is, the last one included.
        return record.log.sign((head) => {
          if (!head.ok) return answer(notStored(head.error));
          const data = dataOf(incident, order, actor, reason);
          if (data === null) return answer(err({ reason: 'store-failed' }));
          handedOut.remember(data, actor.operatorId);
          return answer(ok(data));
        });
      },
    );
  };

  const signed = (seq: Seq, manifest: Manifest): Result<Value<'sealEvidence'>, Refusal> =>
    ok({ seq, signature: signManifest(manifest, store.log.signer) });

  /** Answers what was answered before, where it is the same that is asked. */
  const again = (seqs: readonly Seq[], { incidentId, manifest }: ServerCallArgs<'sealEvidence'>, by: OperatorActor) => {
    const [seq] = seqs;
    const entry = seq === undefined ? undefined : store.record.since(seq - 1, 1)[0];
    const isSame =
      entry?.body.kind === 'evidence.exported' &&
      entry.incidentId === incidentId &&
      entry.body.manifest === digestOfManifest(manifest) &&
      entry.actor.type === 'operator' &&
      entry.actor.operatorId === by.operatorId;
    return isSame ? signed(entry.seq, manifest) : err({ reason: 'invalid', field: 'commandId' } as const);
  };

  /** The same export asked for twice at once is recorded once. */
  const addExport = (
    batch: Batch,
    { commandId, incidentId, manifest, reason }: ServerCallArgs<'sealEvidence'>,
    actor: OperatorActor,
    { size, positions }: Handout,
  ): { readonly seq: Seq; readonly isNew: boolean } => {
    const [before] = batch.seqsOf(commandId) ?? [];
    if (before !== undefined) return { seq: before, isNew: false };
    batch.recall(incidentId);
    const at_ms = Math.round(given.now());
    const body = { kind: 'evidence.exported', manifest: digestOfManifest(manifest), size, positions, reason } as const;
    const [entry] = batch.add([{ incidentId, at_ms, actor, commandId, body }]);
    if (entry === undefined) throw new Error('an entry was added and is not there');
    batch.alongside({ commands: [{ command: commandId, operator: actor.operatorId, seqs: [entry.seq] }] });
    return { seq: entry.seq, isNew: true };
  };

  const seal: EvidenceDesk['seal'] = (args, actor, answer) => {
    const { commandId, incidentId, manifest, reason } = args;
    if (!mayExport(actor)) return refuse(actor, incidentId, { reason: 'not-allowed' }, answer);
    if (record.incident(incidentId) === undefined)
      return refuse(actor, incidentId, { reason: 'unknown-incident' }, answer);
    const before = store.record.seqsOf(commandId);
    if (before !== null) return answer(again(before, args, actor));
    if (manifest.incidentId !== incidentId || manifest.logId !== store.log.id)
      return answer(err({ reason: 'invalid', field: 'manifest' }));
    const handout = handedOut.find(actor.operatorId, incidentId, manifest);
    if (handout === null) return answer(err({ reason: 'invalid', field: 'manifest.files' }));
    if (handout.reason !== reason) return answer(err({ reason: 'invalid', field: 'reason' }));
    if (record.isKeeping()) return answer(err({ reason: 'store-failed' }));
    return record.write(
      (batch) => addExport(batch, args, actor, handout),
      (written) => {
        if (!written.ok) return answer(notStored(written.error));
        if (!written.isOnDisk) return answer(err({ reason: 'store-failed' }));
        if (written.value.isNew) handedOut.sealed(handout);
        return answer(
          written.value.isNew ? signed(written.value.seq, manifest) : again([written.value.seq], args, actor),
        );
      },
    );
  };

  return { evidence, seal };
};
