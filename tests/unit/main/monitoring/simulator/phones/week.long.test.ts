import { describe } from 'vitest';
import { judgePhones } from './judge.ts';

describe('a week of every client’s phone', () => {
  judgePhones(7 * 24 + 1, 11);
});
