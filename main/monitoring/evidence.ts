import type { IncidentId, OrderId } from '../../shared/domain/ids.ts';
import type { Refusal } from '../../shared/domain/incidents/commands.ts';
import type { Entry, OperatorActor } from '../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../shared/domain/incidents/state.ts';
import type { Mode, Operator } from '../../shared/domain/operators.ts';
import type { Order } from '../../shared/domain/orders.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { EvidenceData, EvidenceSeals, Manifest, OpenedSeal } from '../../shared/protocol/evidence.ts';
import type { ServerCallArgs, ServerCallResult } from '../../shared/protocol/messages.ts';
import { digestOfManifest, signManifest } from '../evidence/package/manifest.ts';
import { summaryOf } from './feed/directory.ts';
import type { Record } from './incidents/record.ts';
import type { Setup } from './setup.ts';
import type { AccessLine } from './store/accessLog.ts';
import type { Store } from './store/store.ts';

type Value<K extends 'evidence' | 'sealEvidence'> = Extract<ServerCallResult<K>, { readonly ok: true }>['value'];

/** What an evidence package is made from, and the signature that finishes it. Both are a supervisor's. */
export type EvidenceDesk = {
  readonly evidence: (args: ServerCallArgs<'evidence'>, operator: Operator) => Result<Value<'evidence'>, Refusal>;
  /** Records the export and signs the manifest; the entry is on disk when this answers. */
  readonly seal: (args: ServerCallArgs<'sealEvidence'>, actor: OperatorActor) => Result<Value<'sealEvidence'>, Refusal>;
};

type Given = {
  readonly store: Store;
  readonly record: Record;
  readonly setup: Setup;
  readonly operators: readonly Operator[];
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly mode: Mode;
  readonly now: () => number;
  /** Seals what has gathered of an incident's positions, so that the record commits to all that is opened. */
  readonly commitPositions: (incident: IncidentId) => void;
  readonly openSeals: (incident: IncidentId) => readonly OpenedSeal[];
};

const mayExport = ({ role }: Pick<Operator, 'role'>, mode: Mode): boolean =>
  role === 'supervisor' || (role === 'trainer' && mode === 'training');

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

export const createEvidenceDesk = (given: Given): EvidenceDesk => {
  const { store, record, setup, mode } = given;

  const log = (
    operatorId: Operator['id'],
    action: AccessLine['action'],
    incidentId: IncidentId,
    detail: string,
  ): void => {
    const line = { at_ms: given.now(), operatorId, action, incidentId, detail };
    store.transaction(() => store.access.append([line]));
  };
  const refused = (operatorId: Operator['id'], incidentId: IncidentId, refusal: Refusal): Result<never, Refusal> => {
    log(operatorId, 'read-refused', incidentId, `evidence: ${refusal.reason}`);
    return err(refusal);
  };

  const sealedOf = (incident: Incident, order: Order): EvidenceSeals => {
    if (!incident.positionsExist) return { seals: [], zones: [], places: [] };
    const seals = given.openSeals(incident.id);
    return { seals, zones: order.zones, places: placesOf(seals, setup) };
  };

  const dataOf = (incident: Incident, order: Order, operator: Operator, reason: string): EvidenceData | null => {
    given.commitPositions(incident.id);
    // The head covers every entry there is, the last one included.
    record.log.sign();
    const { signedHead } = record.log.news(0);
    if (signedHead === null) return null;
    const entries = store.record.ofIncident(incident.id);
    const named = namedBy(entries).add(operator.id);
    return {
      record: {
        incidentId: incident.id,
        mode,
        exportedAt_ms: Math.round(given.now()),
        exportedBy: operator.id,
        reason,
        order: summaryOf(order),
        signedHead,
        entries: entries.map((entry) => ({ entry, proof: record.log.proofOf(entry.seq, signedHead.head.size) })),
        people: setup.people.filter(({ id }) => id === order.offender || order.victims.includes(id)),
        operators: given.operators.filter(({ id }) => named.has(id)),
        units: setup.units.map(({ unit }) => unit).filter(({ id }) => named.has(id)),
      },
      sealed: sealedOf(record.incident(incident.id) ?? incident, order),
    };
  };

  const evidence: EvidenceDesk['evidence'] = ({ incidentId, reason }, operator) => {
    if (!mayExport(operator, mode)) return refused(operator.id, incidentId, { reason: 'not-allowed' });
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    if (incident === undefined || order === undefined)
      return refused(operator.id, incidentId, { reason: 'unknown-incident' });
    // On the access log before anything is opened: a read that fails half-way was a read.
    log(operator.id, 'read', incidentId, 'evidence');
    const data = dataOf(incident, order, operator, reason);
    return data === null ? err({ reason: 'store-failed' }) : ok(data);
  };

  /** A manifest is signed for what it claims only where this server's record can bear it out. */
  const isTrue = ({ incidentId, logId, size }: Manifest, asked: IncidentId): boolean =>
    incidentId === asked && logId === store.log.id && size <= (record.log.news(0).signedHead?.head.size ?? 0);

  const seal: EvidenceDesk['seal'] = ({ incidentId, manifest, reason }, actor) => {
    if (!mayExport(actor, mode)) return refused(actor.operatorId, incidentId, { reason: 'not-allowed' });
    if (record.incident(incidentId) === undefined)
      return refused(actor.operatorId, incidentId, { reason: 'unknown-incident' });
    if (!isTrue(manifest, incidentId)) return err({ reason: 'invalid', field: 'manifest' });
    const [entry] = record.write((batch) => {
      batch.recall(incidentId);
      batch.add([
        {
          incidentId,
          at_ms: Math.round(given.now()),
          actor,
          commandId: null,
          body: {
            kind: 'evidence.exported',
            manifest: digestOfManifest(manifest),
            size: manifest.size,
            positions: manifest.files.some(({ name }) => name === 'positions.gpx'),
            reason,
          },
        },
      ]);
    });
    if (entry === undefined) return err({ reason: 'store-failed' });
    return ok({ seq: entry.seq, signature: signManifest(manifest, store.log.signer) });
  };

  return { evidence, seal };
};
