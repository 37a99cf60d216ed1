import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { GuidanceId, IncidentId, OperatorId, OrderId, PersonId, PlaceId } from '../../../shared/domain/ids.ts';
import type { Command, CommandBody, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { OperatorActor } from '../../../shared/domain/incidents/actor.ts';
import type { EntryBody, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { openWays } from '../../../shared/domain/incidents/guidance.ts';
import { operatorDraft } from '../../../shared/domain/incidents/operatorDraft.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Guidance, Incident } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { Commitments } from '../ports/positions.ts';
import { fromStore } from '../store/refusal.ts';
import type { Ways } from './ways.ts';

type SendBody = Extract<CommandBody, { readonly kind: 'guidance.send' }>;
type WithdrawBody = Extract<CommandBody, { readonly kind: 'guidance.withdraw' }>;
type GuidanceBody = SendBody | WithdrawBody;
type Message = Extract<EntryBody, { readonly kind: 'guidance.sent' }>['message'];

export const isGuidanceCommand = (body: CommandBody): body is GuidanceBody =>
  body.kind === 'guidance.send' || body.kind === 'guidance.withdraw';

export type SendPorts = {
  readonly orderOf: (id: OrderId) => Order | undefined;
  /** People whose place is open to an operator now. */
  readonly visibleTo: (operator: OperatorId) => Pick<ReadonlySet<PersonId>, 'has'>;
  readonly placeOf: (id: PlaceId) => SafePlace | undefined;
  /** The person's way to a place under an order; null where nobody knows since its begin where they are. */
  readonly wayTo: (order: Order, person: PersonId, place: SafePlace) => readonly LonLat[] | null;
  readonly seal: Commitments['seal'];
  /** The incident's key is there, without which nothing of it can be sealed. */
  readonly hasKey: (incident: IncidentId) => boolean;
  readonly newGuidanceId: () => GuidanceId;
  readonly ways: Pick<Ways, 'note'>;
};

/** Decides what guidance to a victim records; what gives their way away is sealed in the same batch. */
export type DecideGuidance = (
  batch: Batch,
  command: Command,
  body: GuidanceBody,
  actor: OperatorActor,
) => Result<readonly EntryDraft[], Refusal>;

const destination = (
  ports: SendPorts,
  order: Order,
  victim: PersonId,
  placeId: PlaceId,
  operator: OperatorId,
): Result<readonly LonLat[], Refusal> => {
  const place = ports.placeOf(placeId);
  if (place === undefined) return err({ reason: 'unknown-place' });
  // A way begins where the victim is: who may not see that may not send one.
  if (!ports.visibleTo(operator).has(victim)) return err({ reason: 'not-allowed' });
  const route = ports.wayTo(order, victim, place);
  return route === null ? err({ reason: 'no-way' }) : ok(route);
};

/**
 * Text may be sent, and guidance withdrawn, without a lease, since that shows nobody's place; leading to a place needs the victim to be open to the operator,
 * and positions that still exist.
 */
export const createDecideGuidance =
  (ports: SendPorts): DecideGuidance =>
  (batch, command, body, actor) => {
    if (!mayAsk(body.kind, actor.role)) return err({ reason: 'not-allowed' });
    const incident = batch.world().incidents.get(body.incidentId);
    const order = incident === undefined ? undefined : ports.orderOf(incident.orderId);
    if (incident === undefined || order === undefined) return err({ reason: 'unknown-incident' });
    if (!isRunning(incident)) return err({ reason: 'wrong-state', state: incident.status });
    if (body.kind === 'guidance.withdraw') return withdraw(incident, command, body, actor);
    if (!order.victims.includes(body.victim)) return err({ reason: 'unknown-person' });
    const guidanceId = ports.newGuidanceId();
    const message = messageOf(ports, { batch, incident, order, body, guidanceId, operator: actor.operatorId });
    if (!message.ok) return message;
    const sent: EntryBody = { kind: 'guidance.sent', guidanceId, victim: body.victim, message: message.value };
    // Two ways at once would leave the victim to choose: the newer one replaces the other.
    const former =
      body.message.type === 'text' ? [] : openWays(incident).filter(({ victim }) => victim === body.victim);
    const replaced = former.map((guidance) => ended(guidance, 'replaced'));
    return ok([...replaced, sent].map((entry) => operatorDraft(command, actor, incident.id, entry)));
  };

/** Where it led is told with the end of the response, and to nobody who only withdraws it. */
const ended = ({ id: guidanceId }: Guidance, why: 'withdrawn' | 'replaced'): EntryBody => ({
  kind: 'guidance.ended',
  guidanceId,
  why,
  place: null,
  arrived: null,
});

const withdraw = (
  incident: Incident,
  command: Command,
  { guidanceId }: WithdrawBody,
  actor: OperatorActor,
): Result<readonly EntryDraft[], Refusal> => {
  const guidance = incident.guidance.get(guidanceId);
  if (guidance === undefined || guidance.ended !== null) return err({ reason: 'unknown-guidance' });
  return ok([operatorDraft(command, actor, incident.id, ended(guidance, 'withdrawn'))]);
};

const messageOf = (
  ports: SendPorts,
  given: {
    readonly batch: Batch;
    readonly incident: Incident;
    readonly order: Order;
    readonly body: SendBody;
    readonly guidanceId: GuidanceId;
    readonly operator: OperatorId;
  },
): Result<Message, Refusal> => {
  const { batch, incident, body, guidanceId } = given;
  if (body.message.type === 'text') return ok(body.message);
  // The way is sealed with the incident's key: where that is destroyed nothing new may be kept.
  if (!incident.positionsExist) return err({ reason: 'positions-gone' });
  // The key cannot be made before the record works again: asked over and over the order would wait unseen, and she with it.
  if (batch.isProvisional && !fromStore(() => ports.hasKey(incident.id))) return err({ reason: 'cannot-seal' });
  const { placeId } = body.message;
  const route = destination(ports, given.order, body.victim, placeId, given.operator);
  if (!route.ok) return route;
  const content = { kind: 'guidance', guidanceId, placeId, route: route.value } as const;
  const commitment = ports.seal(batch, incident.id, content);
  if (commitment !== null) ports.ways.note(content);
  // What is not kept could not be fetched by the victim's device either: better refused than recorded as sent.
  return commitment === null ? err({ reason: 'store-failed' }) : ok({ type: 'place', commitment });
};
