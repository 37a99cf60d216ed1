import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import { ProvisionalLease } from '../../../shared/protocol/messages.ts';
import { durably, inTransaction } from './store.ts';
import type { ConsoleStore } from './store.ts';

/** Leases that operators of this console held while the server could not write its access log: on this disk until the log has them. */
export type ProvisionalLeaseStore = {
  /** Each takes the place of what was kept of that lease; all of them, or none. Answers how many there was no room for. */
  readonly keep: (operator: OperatorId, leases: readonly ProvisionalLease[]) => number;
  /** This operator's, oldest first. One that does not open, or is none, is left out. */
  readonly of: (operator: OperatorId) => readonly ProvisionalLease[];
  readonly remove: (lease: LeaseId) => void;
};

/** More than a console is given in a day: whoever made the server hand out leases without end must not fill this disk. */
const MOST = 1000;

/** A lease is sealed together with who held it: a row that was given another operator's name does not open for them. */
export const createProvisionalLeaseStore = ({ db, seal }: ConsoleStore): ProvisionalLeaseStore => {
  const put = db.prepare(
    `INSERT INTO provisional_lease (lease, operator, sealed) VALUES (?, ?, ?)
     ON CONFLICT (lease, operator) DO UPDATE SET sealed = excluded.sealed`,
  );
  const count = db.prepare('SELECT count(*) AS n FROM provisional_lease');
  const has = db.prepare('SELECT 1 FROM provisional_lease WHERE lease = ? AND operator = ?');
  const select = db.prepare('SELECT lease, sealed FROM provisional_lease WHERE operator = ? ORDER BY position');
  const remove = db.prepare('DELETE FROM provisional_lease WHERE lease = ?');
  return {
    keep: (operator, leases) => {
      let room = MOST - Number(count.get()?.['n']);
      const fitting = leases.filter(({ lease }) => has.get(lease.id, operator) !== undefined || room-- > 0);
      const write = (): void => {
        for (const held of fitting) {
          const { id } = held.lease;
          put.run(id, operator, seal.close(['provisional-lease', operator, id], JSON.stringify(held)));
        }
      };
      if (fitting.length > 0) durably(db, () => inTransaction(db, write));
      return leases.length - fitting.length;
    },
    of: (operator) =>
      select.all(operator).flatMap(({ lease, sealed }) => {
        const text = seal.open(['provisional-lease', operator, String(lease)], sealed);
        const held = ProvisionalLease.safeParse(text === null ? null : JSON.parse(text));
        return held.success ? [held.data] : [];
      }),
    remove: (lease) => void remove.run(lease),
  };
};
