import { describe } from 'vitest';
import { judgePhones } from './judge.ts';

/** Once through everything that can go wrong in an hour, each followed by a good one; `week.long.test.ts` plays a week. */
describe('25 hours of every client’s phone', () => {
  judgePhones(25, 7);
});
