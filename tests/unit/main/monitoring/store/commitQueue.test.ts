import { describe, expect, it } from 'vitest';
import { createCommitQueue } from '../../../../../main/monitoring/store/commitQueue.ts';
import type { CommitJob, Outcome } from '../../../../../main/monitoring/ports/record.ts';
import { thrower } from '../watch.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';

/** A port that is answered by the test, and what each job saw. */
const open = () => {
  const underWay: ((outcome: Outcome) => void)[] = [];
  const told: string[] = [];
  const failures: unknown[] = [];
  const queue = createCommitQueue({ commit: (_commit, done) => underWay.push(done) }, (thrown) =>
    failures.push(thrown),
  );
  const job = (name: string, then: () => void = () => undefined): CommitJob => ({
    prepare: () => {
      told.push(`prepare ${name}`);
      return {};
    },
    done: ({ ok: isStored }) => {
      told.push(`${isStored ? 'stored' : 'refused'} ${name}`);
      then();
    },
  });
  const answer = (outcome: Outcome = ok(null)): void => underWay.shift()?.(outcome);
  return { queue, job, answer, told, failures, underWay };
};

describe('the queue before the disk', () => {
  it('has one commit under way, and makes the next one ready on what the one before has left', () => {
    const { queue, job, answer, told, underWay } = open();
    queue.add(job('a'));
    queue.add(job('b'));
    expect([told, underWay.length]).toEqual([['prepare a'], 1]);
    answer(err(new Error('full')));
    answer();
    expect(told).toEqual(['prepare a', 'refused a', 'prepare b', 'stored b']);
  });

  it('begins nothing before everybody has been answered for the one before', () => {
    const { queue, job, answer, told } = open();
    queue.add(job('a', () => queue.addFirst(job('b', () => told.push('end of b')))));
    answer();
    expect(told).toEqual(['prepare a', 'stored a', 'prepare b']);
    answer();
    expect(told.at(-1)).toBe('end of b');
  });

  it('lets the rest have its turn, however much goes first', () => {
    const { queue, job, answer, told } = open();
    let left = 20;
    const again = (): void => {
      left -= 1;
      if (left > 0) queue.addFirst(job('first', again));
    };
    queue.addFirst(job('first', again));
    queue.addFirst(job('another first'));
    for (const name of ['head', 'position']) queue.add(job(name));
    for (let n = 0; n < 23; n += 1) answer();
    const order = told.filter((line) => line.startsWith('stored')).map((line) => line.slice('stored '.length));
    expect(order.slice(0, 2)).toEqual(['first', 'another first']);
    expect(order.indexOf('head')).toBeLessThan(10);
    expect(order.indexOf('position')).toBeLessThan(20);
    expect(order).toHaveLength(23);
  });

  it('goes on where a job cannot be made ready, has nothing to write, or fails at being answered', async () => {
    const { queue, job, answer, told, failures } = open();
    const fault = new Error('a bug');
    const outcomes: Outcome[] = [];
    queue.add({
      prepare: () => {
        throw fault;
      },
      done: (outcome) => outcomes.push(outcome),
    });
    queue.add({ prepare: () => null, done: (outcome) => outcomes.push(outcome) });
    queue.add(
      job('a', () => {
        throw fault;
      }),
    );
    queue.add(job('b'));
    answer();
    answer();
    expect(outcomes).toEqual([err(fault), ok(null)]);
    expect(failures).toEqual([fault]);
    expect(told).toEqual(['prepare a', 'stored a', 'prepare b', 'stored b']);
    await queue.idle();
  });

  it('is idle when nothing is under way and nothing waits', async () => {
    const { queue, job, answer } = open();
    queue.add(job('a'));
    queue.add(job('b'));
    let isIdle = false;
    const idle = queue.idle().then(() => {
      isIdle = true;
    });
    answer();
    await Promise.resolve();
    expect(isIdle).toBe(false);
    answer();
    await idle;
    expect(isIdle).toBe(true);
  });

  it('goes on where a store fails before it has taken a commit', () => {
    const told: string[] = [];
    let broken = true;
    const queue = createCommitQueue(
      {
        commit: (_commit, done) => {
          if (broken) throw new Error('no thread');
          done(ok(null));
        },
      },
      thrower,
    );
    const job = (name: string): CommitJob => ({
      prepare: () => ({}),
      done: (outcome) => told.push(`${name} ${outcome.ok ? 'stored' : 'refused'}`),
    });
    queue.add(job('a'));
    broken = false;
    queue.add(job('b'));
    expect(told).toEqual(['a refused', 'b stored']);
  });
});
