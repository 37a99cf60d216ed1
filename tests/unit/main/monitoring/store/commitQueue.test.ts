import { describe, expect, it } from 'vitest';
import { slowStore } from '../../../../builders/slowStore.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';

const slow = () => slowStore(openStore(':memory:', secretFrom(new Uint8Array(32))));
const job = (prepare: () => void, done: () => void = () => undefined) => ({
  prepare: () => {
    prepare();
    return { sessionsEnded: ['nobody'] };
  },
  done,
});

describe('the queue before the disk', () => {
  it('lets what desks are told of go first', () => {
    const disk = slow();
    const order: string[] = [];
    disk.commits.add(job(() => order.push('under way')));
    disk.commits.add(job(() => order.push('other')));
    disk.commits.addFirst(job(() => order.push('told')));
    disk.answerAll();
    expect(order).toEqual(['under way', 'told', 'other']);
  });

  it('keeps nobody waiting for good, however much of that there is', () => {
    const disk = slow();
    let isDone = false;
    let told = 0;
    // Each is followed by another before it is answered for, as where desks ask faster than the disk writes.
    const tell = (): void => {
      told += 1;
      disk.commits.addFirst(job(tell));
    };
    disk.commits.addFirst(job(tell));
    disk.commits.add(
      job(
        () => undefined,
        () => {
          isDone = true;
        },
      ),
    );
    for (let answers = 0; !isDone && answers < 100; answers += 1) disk.answer();
    expect(isDone).toBe(true);
    expect(told).toBeLessThan(10);
  });
});
