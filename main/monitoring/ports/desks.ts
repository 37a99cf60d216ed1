import type { IncidentId, LeaseId, OperatorId, Seq } from '../../../shared/domain/ids.ts';
import type { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { OperatorActor } from '../../../shared/domain/incidents/actor.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LeaseOpened, ServerCallArgs, ServerCallResult } from '../../../shared/protocol/messages.ts';

/** A command with who asks. */
export type Asked = { readonly command: Command; readonly actor: OperatorActor };

/** Answer to a command: the numbers of its entries, which are on disk, or why it was refused. */
export type Commanded = Result<{ readonly seqs: readonly Seq[] }, Refusal>;

/** A lease of one holder began, was prolonged, or is over. */
export type LeaseEvent =
  | { readonly kind: 'opened'; readonly holder: OperatorId; readonly opened: LeaseOpened }
  | { readonly kind: 'renewed'; readonly holder: OperatorId; readonly leaseId: LeaseId; readonly expiresAt_ms: number }
  | { readonly kind: 'ended'; readonly holder: OperatorId; readonly leaseId: LeaseId };

/** An incident that an operator is advised on, and whether the offender's place is open to them too. */
export type Advised = { readonly incidentId: IncidentId; readonly seesOffender: boolean };

type Value<K extends 'positions' | 'evidence' | 'sealEvidence'> = Extract<
  ServerCallResult<K>,
  { readonly ok: true }
>['value'];

/** Recorded positions of an incident, as far as the operator may see them. */
export type Positions = Value<'positions'>;

/** What an evidence package is made from, and the signature that finishes it. Both are a supervisor's. */
export type EvidenceDesk = {
  readonly evidence: (
    args: ServerCallArgs<'evidence'>,
    actor: OperatorActor,
    answer: (handed: Result<Value<'evidence'>, Refusal>) => void,
  ) => void;
  /** Records the export and signs the manifest; the entry is on disk when this answers. Repeating it is harmless. */
  readonly seal: (
    args: ServerCallArgs<'sealEvidence'>,
    actor: OperatorActor,
    answer: (sealed: Result<Value<'sealEvidence'>, Refusal>) => void,
  ) => void;
};
