import { OperatorId } from '../../../shared/domain/ids.ts';
import { hashPassword } from '../../../main/monitoring/accounts/password.ts';
import type { Account } from '../../../main/monitoring/ports/commit.ts';
import { loadSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';

export const PASSWORD = 'bench-password';
export const operatorOf = (desk: number): string => `chief${desk}`;

/** Seeds a server's folder with so many supervisors, whom no alarm rings at: what is measured is the record, not leases. */
export const seedOperators = async (folder: string, file: string, desks: number): Promise<void> => {
  const store = openStore(file, loadSecret(folder));
  const hash = await hashPassword(PASSWORD); // one for all: a hundred would take a minute
  const accounts = Array.from({ length: desks }, (_, desk): Account => {
    const operator = { id: OperatorId.parse(operatorOf(desk)), name: `가명 ${desk}`, role: 'supervisor' } as const;
    return { operator, salt: hash.salt, hash: hash.hash };
  });
  store.commit({ accounts });
  store.close();
};
