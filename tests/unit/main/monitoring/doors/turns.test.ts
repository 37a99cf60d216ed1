import { describe, expect, it } from 'vitest';
import { inTurns } from '../../../../../main/monitoring/doors/turns.ts';

/** Does `sizes.length` things of these sizes, while another counts the turns that it gets. */
const run = async (sizes: readonly number[]) => {
  const done: number[] = [];
  let turnsOfOthers = 0;
  let isOver = false;
  const other = (): void => {
    if (isOver) return;
    turnsOfOthers += 1;
    setImmediate(other);
  };
  setImmediate(other);
  const all = sizes.map((size, index) => ({ size, index }));
  const answer = inTurns(
    all,
    ({ size, index }) => {
      done.push(index);
      return size;
    },
    () => 'answer',
  );
  const isPutOff = answer instanceof Promise;
  expect(await answer).toBe('answer');
  isOver = true;
  expect(done).toEqual(sizes.map((_, index) => index));
  return { isPutOff, turnsOfOthers };
};

describe('work in turns', () => {
  it.each<readonly [string, readonly number[]]>([
    ['nothing', []],
    ['one thing', [1]],
    ['a list of a few', Array.from({ length: 99 }, () => 1)],
  ])('is done at once where it is little: %s', async (_name, sizes) => {
    expect((await run(sizes)).isPutOff).toBe(false);
  });

  it.each<readonly [string, readonly number[], number]>([
    ['a thousand messages', Array.from({ length: 1000 }, () => 1), 9],
    ['a thousand messages that hold nothing', Array.from({ length: 1000 }, () => 0), 9],
    ['twenty batches of a hundred places', Array.from({ length: 20 }, () => 100), 19],
    ['one batch of thousands, before its answer', [9000], 1],
  ])('lets others have theirs: %s', async (_name, sizes, turns) => {
    const { isPutOff, turnsOfOthers } = await run(sizes);
    expect(isPutOff).toBe(true);
    expect(turnsOfOthers).toBeGreaterThanOrEqual(turns);
  });
});
