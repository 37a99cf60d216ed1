import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { OperatorActor } from '../../../shared/domain/incidents/actor.ts';
import type { EntryBody, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { operatorDraft } from '../../../shared/domain/incidents/operatorDraft.ts';
import type { Command, CommandBody, Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { LeaseId } from '../../../shared/domain/ids.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

type LeaseBody = Extract<CommandBody, { readonly kind: 'lease.breakGlass' | 'lease.review' }>;

export const isLeaseCommand = (body: CommandBody): body is LeaseBody =>
  body.kind === 'lease.breakGlass' || body.kind === 'lease.review';

/** A lease of everybody of an order that one operator is granted for a typed reason. */
export const leaseFor = (
  order: Order,
  { purpose, reason }: { readonly purpose: 'review' | 'break-glass'; readonly reason: string },
  given: {
    readonly actor: OperatorActor;
    readonly policy: Pick<Policy, 'lease'>;
    readonly now_ms: number;
    readonly newLeaseId: () => LeaseId;
  },
): EntryBody => ({
  kind: 'lease.granted',
  leaseId: given.newLeaseId(),
  purpose,
  subjects: [order.offender, ...order.victims],
  holders: [given.actor.operatorId],
  expiresAt_ms: given.now_ms + given.policy.lease.duration_s * 1000,
  reason,
});

/**
 * Decides on a lease asked for with a typed reason. Break-glass needs an alert that runs; review needs positions that still exist.
 */
export const decideLease = (
  world: World,
  command: Command,
  body: LeaseBody,
  context: {
    readonly actor: OperatorActor;
    readonly orderOf: (id: Order['id']) => Order | undefined;
    readonly policy: Policy;
    readonly now_ms: number;
    readonly newLeaseId: () => LeaseId;
  },
): Result<readonly EntryDraft[], Refusal> => {
  const { actor } = context;
  if (!mayAsk(body.kind, actor.role)) return err({ reason: 'not-allowed' });
  const incident = world.incidents.get(body.incidentId);
  const order = incident === undefined ? undefined : context.orderOf(incident.orderId);
  if (incident === undefined || order === undefined) return err({ reason: 'unknown-incident' });
  const review = body.kind === 'lease.review';
  const hasAlert = [...incident.alerts.values()].some(({ clearedAt_ms }) => clearedAt_ms === null);
  if (!review && !(isRunning(incident) && hasAlert)) return err({ reason: 'wrong-state', state: incident.status });
  if (review && !incident.positionsExist) return err({ reason: 'positions-gone' });
  const granted = leaseFor(order, { purpose: review ? 'review' : 'break-glass', reason: body.reason }, context);
  return ok([operatorDraft(command, actor, incident.id, granted)]);
};
