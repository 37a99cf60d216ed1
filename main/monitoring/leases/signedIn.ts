import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/** Operators with a session. */
export type SignedIn = {
  readonly current: () => readonly Operator[];
  readonly set: (operators: readonly Operator[]) => void;
};

export const createSignedIn = (): SignedIn => {
  let current: readonly Operator[] = [];
  return {
    current: () => current,
    set: (operators) => {
      current = operators;
    },
  };
};

/** Leases come and go with sessions: whoever signs in or out changes who holds them, at once. */
export const createSetSignedIn = (
  signedIn: SignedIn,
  record: Pick<IncidentRecord, 'write' | 'addFirst'>,
  onStoreFailure: (thrown: unknown) => void,
): SignedIn['set'] => {
  let wanted: readonly Operator[] = [];
  /** Who has gone, until the end of their leases stands: one who comes back before must not find them running. */
  const gone = new Set<OperatorId>();
  const apply = (): void => {
    signedIn.set(wanted.filter(({ id }) => !gone.has(id)));
    record.write(
      () => undefined,
      (written) => {
        if (!written.ok) onStoreFailure(written.error);
      },
    );
  };
  // Whoever writes, the leases of those who are not there end with it.
  record.addFirst((batch) => {
    const there = new Set(signedIn.current().map(({ id }) => id));
    batch.afterwards((fate) => {
      if (fate === 'undone') return;
      const ended = new Set([...gone].filter((id) => !there.has(id)));
      for (const id of ended) gone.delete(id);
      if (wanted.some(({ id }) => ended.has(id))) apply();
    });
  });
  return (operators) => {
    const stay = new Set(operators.map(({ id }) => id));
    for (const { id } of wanted) if (!stay.has(id)) gone.add(id);
    wanted = operators;
    apply();
  };
};
