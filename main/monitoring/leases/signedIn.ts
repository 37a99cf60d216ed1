import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { Attempt } from '../store/attempt.ts';

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
  record: Pick<IncidentRecord, 'write'>,
  attempt: Attempt,
): SignedIn['set'] => {
  /** Who has gone while the store refused the end of their leases: one who comes back must not find them running. */
  const gone = new Set<OperatorId>();
  const isGone = ({ id }: Operator): boolean => gone.has(id);
  const settle = (operators: readonly Operator[]): void => {
    signedIn.set(operators);
    const isWritten = attempt(() => record.write(() => undefined)) !== null;
    if (isWritten && !operators.some(isGone)) gone.clear();
  };
  return (operators) => {
    const stay = new Set(operators.map(({ id }) => id));
    for (const { id } of signedIn.current()) if (!stay.has(id)) gone.add(id);
    if (operators.some(isGone)) settle(operators.filter((one) => !isGone(one)));
    settle(operators);
  };
};
