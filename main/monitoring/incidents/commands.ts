import type { HoldId, LeaseId } from '../../../shared/domain/ids.ts';
import { takingBy } from '../../../shared/domain/incidents/claims.ts';
import { isExpired } from '../../../shared/domain/incidents/commandLife.ts';
import type { Command, CommandBody, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { decide } from '../../../shared/domain/incidents/decide.ts';
import type { DecideContext } from '../../../shared/domain/incidents/decide.ts';
import { operatorDraft } from '../../../shared/domain/incidents/operatorDraft.ts';
import type { Mode } from '../../../shared/domain/operators.ts';
import { peopleUnder } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { isGuidanceCommand } from '../guidance/send.ts';
import type { DecideGuidance } from '../guidance/send.ts';
import { decideLease, isLeaseCommand } from '../leases/commands.ts';
import { StoreRefusal } from '../store/refusal.ts';
import type { Asked, Commanded } from '../ports/desks.ts';
import type { AccessLine, CommitPart } from '../ports/commit.ts';
import type { Batch, IncidentRecord } from '../ports/incidentRecord.ts';

type Given = {
  readonly record: IncidentRecord;
  readonly mode: Mode;
  readonly policy: Policy;
  readonly now: () => number;
  readonly orderOf: (id: Order['id']) => Order | undefined;
  readonly knowsUnit: DecideContext['knowsUnit'];
  readonly rankOf: DecideContext['rankOf'];
  readonly isClosing: DecideContext['isClosing'];
  readonly attendanceOf: DecideContext['attendanceOf'];
  readonly newHoldId: () => HoldId;
  readonly newLeaseId: () => LeaseId;
  readonly decideGuidance: DecideGuidance;
  readonly onStoreFailure: (thrown: unknown) => void;
  /** Told of a command that could not be decided: it is answered so, and harms no other. */
  readonly onCommandFailure: (kind: CommandBody['kind'], thrown: unknown) => void;
};

/** What a command asks for by itself. */
const decideAlone = (given: Given, batch: Batch, { command, actor }: Asked): ReturnType<typeof decide> => {
  const { body } = command;
  if (isGuidanceCommand(body)) return given.decideGuidance(batch, command, body, actor);
  return isLeaseCommand(body)
    ? decideLease(batch.world(), command, body, { ...given, actor, now_ms: given.now() })
    : decide(batch.world(), command, { ...given, actor, incidentOf: given.record.incidentOf });
};

/** What one command adds to the record, or why it is refused: with it goes the claim that nobody at their desk holds. */
const decideOn = (given: Given, batch: Batch, asked: Asked): ReturnType<typeof decide> => {
  const decided = decideAlone(given, batch, asked);
  const { command, actor } = asked;
  const { body } = command;
  const incident = 'incidentId' in body ? batch.world().incidents.get(body.incidentId) : undefined;
  if (!decided.ok || incident === undefined) return decided;
  const taking = takingBy(incident, body.kind, actor, given.attendanceOf);
  return taking === null ? decided : ok([operatorDraft(command, actor, incident.id, taking), ...decided.value]);
};

/**
 * Nothing happens after it was recorded, nor to an incident before there was one: a console's clock may run ahead or behind, and in
 * training it is not the scenario's.
 */
const inTime = ({ mode, now }: Given, batch: Batch, { command, actor }: Asked): Asked => {
  const now_ms = now();
  const { body } = command;
  const { incidents, units } = batch.world();
  const ofUnit = 'unitId' in body ? (units.get(body.unitId)?.incidentId ?? null) : null;
  const incidentId = 'incidentId' in body ? body.incidentId : ofUnit;
  const raisedAt_ms = incidentId === null ? undefined : incidents.get(incidentId)?.times.raisedAt_ms;
  const issuedAt_ms = mode === 'training' ? now_ms : Math.max(command.issuedAt_ms, raisedAt_ms ?? 0);
  return { command: { ...command, issuedAt_ms: Math.min(issuedAt_ms, now_ms) }, actor };
};

/**
 * How long ago a command was given: what its console measured, and what has passed since by this server's clock, where the console knows
 * that clock. A console's own clock may say anything, and in training the clock is the scenario's.
 */
const ageOf_ms = ({ mode, now }: Given, { issuedAt_ms, clockOffset_ms, age_ms }: Command): number => {
  const isByOurClock = mode === 'live' && (clockOffset_ms !== undefined || age_ms === undefined);
  return Math.max(age_ms ?? 0, isByOurClock ? now() - issuedAt_ms : 0);
};

/** Decides one command on what those before it in the batch have made of the world. @throws where deciding fails, with nothing added. */
const apply = (given: Given, batch: Batch, asked: Asked): Commanded => {
  const { command, actor } = asked;
  if ('incidentId' in command.body) batch.recall(command.body.incidentId);
  // What deciding wants written waits until it is decided: a command that fails halfway leaves nothing to the others of its batch.
  const wanted: CommitPart[] = [];
  const drafts = isExpired(command.body.kind, ageOf_ms(given, command), given.policy.commands)
    ? err<Refusal>({ reason: 'expired' })
    : decideOn(given, { ...batch, alongside: (part) => wanted.push(part) }, inTime(given, batch, asked));
  if (!drafts.ok) {
    if (!isLeaseCommand(command.body)) return drafts;
    const { kind, incidentId } = command.body;
    const incident = batch.world().incidents.get(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    const line: AccessLine = {
      at_ms: given.now(),
      operatorId: actor.operatorId,
      action: 'read-refused',
      incidentId,
      people: order === undefined ? [] : peopleUnder(order),
      detail: `${kind}: ${drafts.error.reason}`,
    };
    batch.alongside({ access: [line] });
    return drafts;
  }
  const seqs = batch.add(drafts.value).map((entry) => entry.seq);
  for (const part of wanted) batch.alongside(part);
  batch.alongside({ commands: [{ command: command.id, operator: actor.operatorId, seqs }] });
  return ok({ seqs });
};

/**
 * Applies commands, each once however often it arrives. Those that come while the disk is busy are decided in their order and written
 * together, so that a hundred desks wait for the disk together and not one behind the other. None is answered before its entries are on
 * disk; where deciding one of them breaks down, that one is answered so and the others go on. What the store refuses judges no command: it is
 * tried again, and so is what could not be decided because the store could not be read.
 */
export const createCommands = (given: Given): ((asked: Asked, answer: (commanded: Commanded) => void) => void) => {
  const decided = (batch: Batch, one: Asked): Commanded => {
    if (one.actor.role === 'trainer' && given.mode === 'live') return err({ reason: 'not-allowed' });
    const seqs = batch.seqsOf(one.command.id);
    return seqs === null ? apply(given, batch, one) : ok({ seqs });
  };
  return (asked, answer) => {
    let broke: { readonly thrown: unknown } | null = null;
    given.record.write(
      (batch) => {
        try {
          return decided(batch, asked);
        } catch (thrown) {
          if (!(thrown instanceof StoreRefusal)) broke = { thrown };
          throw thrown;
        }
      },
      (written) => {
        if (written.ok) {
          const { value } = written;
          // What stands and is not on disk is not answered for: the console keeps it, and asks again. A refusal is one at once.
          const isOwed = value.ok && !written.isOnDisk && value.value.seqs.some((seq) => seq > given.record.head());
          return answer(isOwed ? err({ reason: 'store-failed' }) : value);
        }
        if (broke === null) {
          given.onStoreFailure(written.error instanceof StoreRefusal ? written.error.cause : written.error);
          return answer(err({ reason: 'store-failed' }));
        }
        given.onCommandFailure(asked.command.body.kind, broke.thrown);
        return answer(err({ reason: 'failed' }));
      },
    );
  };
};
