import type { PendingCommand } from '../../../shared/api/contract.ts';
import { CommandId } from '../../../shared/domain/ids.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { Command, CommandBody, Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { Clock, Timers } from '../clock.ts';
import type { OutboxStore } from '../store/outbox.ts';

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
  readonly view: (operator: OperatorId | null) => readonly PendingCommand[];
  /** Sends what waits, in order, one at a time. Called whenever the way may be open again. */
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
  readonly deliver: (command: Command) => Promise<Delivery>;
  /** The server has decided it and cannot record it yet: it stays here, holds up no other, and is sent again when it is told of no more. */
  readonly isUnrecorded: (id: CommandId) => boolean;
  readonly onChange: () => void;
};

const RETRY_MS = 1000;

/**
 * Durable outbox. A command is sent until the server has answered for it; its id makes repetition harmless, so after a
 * broken connection it is simply sent again. Order is kept: a later command never overtakes an earlier one.
 */
export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, clock, timers, sender, deliver, isUnrecorded, onChange } = options;
  let busy = false;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  const next = (): Command | null => {
    const operator = sender();
    if (operator === null) return null;
    return store.of(operator).find((row) => row.refusal === null && !isUnrecorded(row.command.id))?.command ?? null;
  };

  /** @returns true when there may be more to send at once. */
  const settle = (command: Command, delivery: Delivery): boolean => {
    switch (delivery.outcome) {
      case 'landed':
        store.remove(command.id);
        onChange();
        return true;
      case 'refused':
        store.refuse(command.id, delivery.refusal);
        onChange();
        return true;
      case 'later':
        cancelRetry();
        cancelRetry = timers.after(RETRY_MS, flush);
        return false;
    }
  };

  const run = async (): Promise<void> => {
    try {
      for (let command = next(); command !== null; command = next()) {
        const delivery = await deliver(command);
        if (closed || !settle(command, delivery)) return;
      }
    } finally {
      busy = false; // in the same turn as the last look, so that no `send` falls between
    }
  };

  const flush = (): void => {
    if (busy || closed) return;
    busy = true;
    run().catch(() => {
      if (!closed) cancelRetry = timers.after(RETRY_MS, flush);
    });
  };

  return {
    send: (body, operator) => {
      const id = CommandId.parse(options.newId());
      store.add({ id, issuedAt_ms: clock.now(), body }, operator);
      onChange();
      flush();
      return id;
    },
    dismiss: (id, operator) => {
      if (!store.of(operator).some((row) => row.command.id === id && row.refusal !== null)) return;
      store.remove(id);
      onChange();
    },
    view: (operator) =>
      operator === null
        ? []
        : store.of(operator).map(({ command, refusal }) => ({
            id: command.id,
            issuedAt_ms: command.issuedAt_ms,
            body: command.body,
            state: refusal !== null ? 'refused' : isUnrecorded(command.id) ? 'unrecorded' : 'waiting',
            refusal,
          })),
    flush,
    close: () => {
      closed = true;
      cancelRetry();
    },
  };
};
