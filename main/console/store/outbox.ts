import type { DatabaseSync } from 'node:sqlite';
import type { CommandId, OperatorId } from '../../../shared/domain/ids.ts';
import { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { durably } from './open.ts';
import { digestOfOrder } from './orderDigest.ts';

export type OutboxRow = { readonly command: Command; readonly refusal: Refusal | null };

/** Commands on this console's disk: waiting to land, or refused and not yet seen. */
export type OutboxStore = {
  readonly add: (command: Command, operator: OperatorId) => void;
  /** The operator's commands, oldest first. */
  readonly of: (operator: OperatorId) => readonly OutboxRow[];
  readonly refuse: (id: CommandId, refusal: Refusal) => void;
  readonly remove: (id: CommandId) => void;
};

export const createOutboxStore = (db: DatabaseSync): OutboxStore => {
  const insert = db.prepare('INSERT INTO outbox (id, operator, command, digest) VALUES (?, ?, ?, ?)');
  const select = db.prepare('SELECT command, refusal FROM outbox WHERE operator = ? ORDER BY position');
  const refuse = db.prepare('UPDATE outbox SET refusal = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM outbox WHERE id = ?');
  return {
    add: (command, operator) => {
      const text = JSON.stringify(command);
      durably(db, () => insert.run(command.id, operator, text, digestOfOrder(command.id, operator, text)));
    },
    of: (operator) =>
      select.all(operator).map((row) => ({
        command: Command.parse(JSON.parse(String(row['command']))),
        refusal: row['refusal'] === null ? null : Refusal.parse(JSON.parse(String(row['refusal']))),
      })),
    refuse: (id, refusal) => durably(db, () => refuse.run(JSON.stringify(refusal), id)),
    remove: (id) => void remove.run(id),
  };
};
