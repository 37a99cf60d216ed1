import type { HoldId, LeaseId, Seq } from '../../../shared/domain/ids.ts';
import type { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { decide } from '../../../shared/domain/incidents/decide.ts';
import type { DecideContext } from '../../../shared/domain/incidents/decide.ts';
import type { Actor } from '../../../shared/domain/incidents/entries.ts';
import type { Mode } from '../../../shared/domain/operators.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { isGuidanceCommand } from '../guidance/send.ts';
import type { DecideGuidance } from '../guidance/send.ts';
import { decideLease, isLeaseCommand } from '../leases/commands.ts';
import type { Store } from '../store/store.ts';
import type { Record } from './record.ts';

export type OperatorActor = Extract<Actor, { readonly type: 'operator' }>;

/** Answer to a command: the numbers of its entries, which are on disk, or why it was refused. */
export type Commanded = Result<{ readonly seqs: readonly Seq[] }, Refusal>;

/** Applies commands: once each, however often they arrive, and answered only when their entries are on disk. */
export const createCommands =
  (given: {
    readonly record: Record;
    readonly store: Store;
    readonly mode: Mode;
    readonly policy: Policy;
    readonly now: () => number;
    readonly orderOf: (id: Order['id']) => Order | undefined;
    readonly knowsUnit: DecideContext['knowsUnit'];
    readonly rankOf: DecideContext['rankOf'];
    readonly newHoldId: () => HoldId;
    readonly newLeaseId: () => LeaseId;
    readonly decideGuidance: DecideGuidance;
    readonly onStoreFailure: (thrown: unknown) => void;
  }) =>
  (asked: Command, actor: OperatorActor): Commanded => {
    if (actor.role === 'trainer' && given.mode === 'live') return err({ reason: 'not-allowed' });
    const seen = given.store.record.seqsOf(asked.id);
    if (seen !== null) return ok({ seqs: seen });
    const now_ms = given.now();
    // A console's clock may run ahead, and in training it is not the scenario's: nothing happens after it was recorded.
    const issuedAt_ms = given.mode === 'training' ? now_ms : Math.min(asked.issuedAt_ms, now_ms);
    const command: Command = { ...asked, issuedAt_ms };
    const world = given.record.world();
    const drafts = isLeaseCommand(command.body)
      ? decideLease(world, command, command.body, { ...given, actor, now_ms })
      : decide(world, command, { ...given, actor, incidentOf: given.record.incidentOf });
    if (!drafts.ok) {
      if (isLeaseCommand(command.body)) {
        const detail = `${command.body.kind}: ${drafts.error.reason}`;
        const { incidentId } = command.body;
        given.store.transaction(() =>
          given.store.access.append([
            { at_ms: now_ms, operatorId: actor.operatorId, action: 'read-refused', incidentId, detail },
          ]),
        );
      }
      return drafts;
    }
    try {
      let seqs: readonly Seq[] = [];
      given.record.write((batch) => {
        seqs = batch.add(drafts.value).map((entry) => entry.seq);
        batch.alongside(() => given.store.record.rememberCommand(command.id, actor.operatorId, seqs));
      });
      return ok({ seqs });
    } catch (thrown) {
      given.onStoreFailure(thrown);
      return err({ reason: 'store-failed' });
    }
  };
