import type { SQLOutputValue } from 'node:sqlite';
import { OperatorId } from '../../../shared/domain/ids.ts';
import type { CommandId } from '../../../shared/domain/ids.ts';
import { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { durably, inTransaction } from './store.ts';
import type { ConsoleStore } from './store.ts';
import type { RowSeal } from './seal.ts';

export type OutboxRow = { readonly command: Command; readonly refusal: Refusal | null };

/** Commands on this console's disk: waiting to land, or refused and not yet seen. */
export type OutboxStore = {
  readonly add: (command: Command, operator: OperatorId) => void;
  /** The operator's commands, oldest first. */
  readonly of: (operator: OperatorId) => readonly OutboxRow[];
  /** Everybody else's commands, oldest first. */
  readonly notOf: (operator: OperatorId) => readonly { readonly operator: OperatorId; readonly row: OutboxRow }[];
  readonly has: (id: CommandId) => boolean;
  /** Puts a command in the place of another, as the newest, or changes nothing. */
  readonly replace: (id: CommandId, by: Command, operator: OperatorId) => void;
  readonly refuse: (id: CommandId, refusal: Refusal) => void;
  readonly remove: (id: CommandId) => void;
};

/**
 * What a row holds. A command is sealed together with who gave it: a disk that changed either would send it in another's name.
 * @throws Error where it is not what was put there.
 */
export const readOutboxRow = (
  seal: RowSeal,
  { id, operator, sealed, refusal }: Readonly<Record<string, SQLOutputValue>>,
): OutboxRow => {
  const parsed = (text: string | null): unknown => {
    if (text === null) throw new Error('a command in the outbox does not open');
    return JSON.parse(text);
  };
  const name = String(id);
  return {
    command: Command.parse(parsed(seal.open(['command', name, String(operator)], sealed))),
    refusal: refusal === null ? null : Refusal.parse(parsed(seal.open(['refusal', name], refusal))),
  };
};

export const createOutboxStore = ({ db, seal }: ConsoleStore): OutboxStore => {
  const insert = db.prepare('INSERT INTO outbox (id, operator, sealed) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT id, operator, sealed, refusal FROM outbox WHERE operator = ? ORDER BY position');
  const selectOthers = db.prepare(
    'SELECT id, operator, sealed, refusal FROM outbox WHERE operator <> ? ORDER BY position',
  );
  const count = db.prepare('SELECT COUNT(*) AS n FROM outbox WHERE id = ?');
  const refuse = db.prepare('UPDATE outbox SET refusal = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM outbox WHERE id = ?');
  const put = (command: Command, operator: OperatorId): void => {
    insert.run(command.id, operator, seal.close(['command', command.id, operator], JSON.stringify(command)));
  };
  return {
    add: (command, operator) => durably(db, () => put(command, operator)),
    notOf: (operator) =>
      selectOthers
        .all(operator)
        .map((row) => ({ operator: OperatorId.parse(row['operator']), row: readOutboxRow(seal, row) })),
    has: (id) => Number(count.get(id)?.['n']) > 0,
    replace: (id, by, operator) =>
      durably(db, () =>
        inTransaction(db, () => {
          remove.run(id);
          put(by, operator);
        }),
      ),
    of: (operator) => select.all(operator).map((row) => readOutboxRow(seal, row)),
    refuse: (id, refusal) => {
      const sealed = seal.close(['refusal', id], JSON.stringify(refusal));
      durably(db, () => refuse.run(sealed, id));
    },
    remove: (id) => void remove.run(id),
  };
};
