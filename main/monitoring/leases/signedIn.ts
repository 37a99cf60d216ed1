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
export const createSetSignedIn =
  (signedIn: SignedIn, record: Pick<IncidentRecord, 'write'>, attempt: Attempt): SignedIn['set'] =>
  (operators) => {
    signedIn.set(operators);
    attempt(() => record.write(() => undefined));
  };
