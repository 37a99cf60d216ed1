import type { OperatorRole } from '../../../shared/domain/operators.ts';

/** Accounts that a server seeded for demonstration knows (assets/accounts.yaml); shown only where it says it is one. */
export const DEMO_ACCOUNTS: readonly {
  readonly role: OperatorRole;
  readonly username: string;
  readonly password: string;
}[] = [
  { role: 'dispatcher', username: 'dispatcher1', password: 'jikim-dispatch' },
  { role: 'supervisor', username: 'supervisor1', password: 'jikim-review' },
  { role: 'trainer', username: 'trainer1', password: 'jikim-train' },
];
