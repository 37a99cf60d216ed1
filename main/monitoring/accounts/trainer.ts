import { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Accounts } from './accounts.ts';

const TRAINER = OperatorId.parse('trainer1');
const TRAINER_CONSOLE = ConsoleId.parse('training');

/** Lets a token stand for the trainer's session, so that whoever started an exercise need not sign in to it. */
export const adoptTrainer = async (accounts: Pick<Accounts, 'adopt'>, token: string | null): Promise<void> => {
  if (token !== null) await accounts.adopt(token, TRAINER, TRAINER_CONSOLE);
};
