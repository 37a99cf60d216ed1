import type { StrandedCommand, PendingCommand } from '../../../shared/api/contract.ts';
import { CommandId } from '../../../shared/domain/ids.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import { comesBack, isExpired } from '../../../shared/domain/incidents/commandLife.ts';
import type { Command, CommandBody, Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { CommandPolicy } from '../../../shared/domain/deskPolicy.ts';
import type { Clock, Timers } from '../clock.ts';
import type { OutboxRow, OutboxStore } from '../store/outbox.ts';
import { ageOf_ms } from './age.ts';
import { toSend } from './order.ts';

/** How one attempt to land a command ended. `later`: nothing was heard, or the session or the store was not there. */
export type Delivery =
  | { readonly outcome: 'landed' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'later' };

export type Outbox = {
  /** Puts a command on disk and sets out to deliver it. */
  readonly send: (body: CommandBody, operator: OperatorId) => CommandId;
  /** Takes a refused command away; a waiting one stays, since nobody can know whether it landed. */
  readonly dismiss: (id: CommandId, operator: OperatorId) => void;
  /**
   * Gives a command that has come back once more, as of now. Under a new id, but where nobody knows whether the first was carried out: then
   * under the same, so that it is not done twice. Nothing where it has not come back.
   */
  readonly giveAgain: (id: CommandId, operator: OperatorId) => void;
  readonly view: (operator: OperatorId | null) => readonly PendingCommand[];
  /** What others have given at this console and was not carried out: whose, what and where, and nothing that they wrote. */
  readonly strandedBeside: (others: OperatorId | null) => readonly StrandedCommand[];
  /** The record holds entries of these commands: they were carried out, whatever became of their answers. */
  readonly recorded: (ids: readonly CommandId[]) => void;
  /** Sends what waits. Called whenever the way may be open again. */
  readonly flush: () => void;
  readonly close: () => void;
};

type OutboxOptions = {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
  /** Who is signed in and reachable now: only their own commands go out, never under another's name. */
  readonly sender: () => OperatorId | null;
  /** Whose commands are on the screen, reachable or not. */
  readonly operator: () => OperatorId | null;
  /** How long commands are worth carrying out; null before the server has said. */
  readonly life: () => CommandPolicy | null;
  /** The server's time, and how far it is ahead of this console's; null where it is not known, or is a scenario's. */
  readonly serverTime: () => { readonly now_ms: number; readonly clockOffset_ms: number } | null;
  readonly deliver: (command: Command, age_ms: number) => Promise<Delivery>;
  /** The server has decided it and cannot record it yet: it stays here and holds up no other until it is recorded, and is sent again where it is told of no more. */
  readonly isUnrecorded: (id: CommandId) => boolean;
  readonly onChange: () => void;
};

const RETRY_MS = 1000;
const LOOK_EVERY_MS = 1000;
/** So many are under way at a time, so that a few that hang keep nobody's from going. */
const MOST_UNDER_WAY = 8;

/**
 * Durable outbox. A command is sent until the server has answered for it; its id makes repetition harmless, so after a broken connection it
 * is simply sent again. Order is kept per incident and patrol. What is no longer worth carrying out, what could not be decided, and what was
 * answered in a way nobody can read, comes back to whoever gave it.
 */
export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, clock, timers, sender, deliver, isUnrecorded, onChange } = options;
  /** When those of this process were given, by a clock that nobody can set. */
  const givenAt_ms = new Map<CommandId, number>();
  /** Those that may have reached the server: only it can say what became of them. Of an earlier process that may be any. */
  const neverSent = new Set<CommandId>();
  const underWay = new Set<CommandId>();
  const resting = new Map<CommandId, () => void>();
  let closed = false;

  const ageOf = (command: Command): number => {
    const given_ms = givenAt_ms.get(command.id);
    return ageOf_ms(command, {
      elapsed_ms: given_ms === undefined ? null : clock.elapsed_ms() - given_ms,
      serverNow_ms: options.serverTime()?.now_ms ?? null,
      now_ms: clock.now(),
    });
  };

  const forget = (id: CommandId): void => {
    givenAt_ms.delete(id);
    neverSent.delete(id);
  };

  const rest = (id: CommandId): void => {
    const cancel = timers.after(RETRY_MS, () => {
      resting.delete(id);
      pump();
    });
    resting.set(id, cancel);
  };

  const settle = (command: Command, delivery: Delivery): void => {
    switch (delivery.outcome) {
      case 'landed':
        store.remove(command.id);
        forget(command.id);
        return onChange();
      case 'refused':
        store.refuse(command.id, delivery.refusal);
        return onChange();
      case 'later':
        return rest(command.id);
    }
  };

  const start = async (command: Command): Promise<void> => {
    underWay.add(command.id);
    neverSent.delete(command.id);
    try {
      const delivery = await deliver(command, ageOf(command));
      if (!closed) settle(command, delivery);
    } catch {
      if (!closed) rest(command.id); // this disk took no answer, say: the server gives the same one again
    } finally {
      underWay.delete(command.id);
      if (!closed) pump();
    }
  };

  /** What is too old goes back at once, without being sent: but for what may have been carried out already, which the server knows. */
  const turnBack = (rows: readonly OutboxRow[]): boolean => {
    const life = options.life();
    const late = rows.filter(
      ({ command, refusal }) =>
        refusal === null &&
        life !== null &&
        neverSent.has(command.id) &&
        isExpired(command.body.kind, ageOf(command), life),
    );
    for (const { command } of late) store.refuse(command.id, { reason: 'expired' });
    if (late.length > 0) onChange();
    return late.length > 0;
  };

  const pump = (): void => {
    if (closed) return;
    const operator = options.operator();
    if (operator === null) return;
    try {
      const found = store.of(operator);
      const rows = turnBack(found) ? store.of(operator) : found;
      if (sender() !== operator) return;
      const isHeld = (id: CommandId): boolean => underWay.has(id) || resting.has(id);
      const free = Math.max(0, MOST_UNDER_WAY - underWay.size);
      const undecided = rows.filter(({ command }) => !isUnrecorded(command.id));
      for (const command of toSend(undecided, isHeld).slice(0, free)) void start(command);
    } catch {
      // This disk reads or takes nothing now: the next second looks again.
    }
  };

  const stateOf = ({ command, refusal }: OutboxRow): PendingCommand['state'] => {
    if (refusal !== null) return comesBack(refusal) ? 'returned' : 'refused';
    return isUnrecorded(command.id) ? 'unrecorded' : 'waiting';
  };

  const flush = (): void => {
    for (const cancel of resting.values()) cancel();
    resting.clear();
    pump();
  };

  const issued = (id: CommandId, body: CommandBody): Command => {
    const offset_ms = options.serverTime()?.clockOffset_ms;
    const measured = offset_ms === undefined ? {} : { clockOffset_ms: Math.round(offset_ms) };
    return { id, issuedAt_ms: clock.now(), ...measured, body };
  };
  const note = (id: CommandId): void => {
    givenAt_ms.set(id, clock.elapsed_ms());
    neverSent.add(id);
  };

  const stopLooking = timers.every(LOOK_EVERY_MS, pump);

  return {
    send: (body, operator) => {
      const id = CommandId.parse(options.newId());
      store.add(issued(id, body), operator);
      note(id);
      onChange();
      pump();
      return id;
    },
    dismiss: (id, operator) => {
      if (!store.of(operator).some((row) => row.command.id === id && row.refusal !== null)) return;
      store.remove(id);
      forget(id);
      onChange();
    },
    giveAgain: (id, operator) => {
      const back = store.of(operator).find(({ command, refusal }) => command.id === id && refusal !== null);
      if (back === undefined || back.refusal === null || !comesBack(back.refusal)) return;
      const again = back.refusal.reason === 'unreadable' ? id : CommandId.parse(options.newId());
      store.replace(id, issued(again, back.command.body), operator);
      forget(id);
      note(again);
      onChange();
      pump();
    },
    view: (operator) =>
      operator === null
        ? []
        : store.of(operator).map(({ command, refusal }) => ({
            id: command.id,
            issuedAt_ms: command.issuedAt_ms,
            body: command.body,
            state: stateOf({ command, refusal }),
            refusal,
          })),
    strandedBeside: (operator) =>
      operator === null
        ? []
        : store.notOf(operator).flatMap(({ operator: operatorId, row: { command, refusal } }) =>
            refusal !== null && !comesBack(refusal)
              ? []
              : [
                  {
                    operatorId,
                    issuedAt_ms: command.issuedAt_ms,
                    kind: command.body.kind,
                    incidentId: 'incidentId' in command.body ? command.body.incidentId : null,
                  },
                ],
          ),
    recorded: (ids) => {
      const done = ids.filter(store.has);
      for (const id of done) {
        store.remove(id);
        forget(id);
      }
      if (done.length > 0) onChange();
    },
    flush,
    close: () => {
      closed = true;
      stopLooking();
      for (const cancel of resting.values()) cancel();
    },
  };
};
