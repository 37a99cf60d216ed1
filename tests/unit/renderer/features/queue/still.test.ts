import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStill } from '../../../../../renderer/features/queue/still.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('L12: a key keeps the rows for 2 s, and each further one for 2 s more', () => {
  const still = createStill(2000);
  const told = vi.fn();
  still.subscribe(told);
  still.press();
  vi.advanceTimersByTime(1500);
  still.press();
  vi.advanceTimersByTime(1999);
  expect(still.isKeyed()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(still.isKeyed()).toBe(false);
  expect(told).toHaveBeenCalledTimes(2);
});

it('L12: a pointer keeps them for as long as it stays, keys or not', () => {
  const still = createStill(2000);
  still.enter();
  still.press();
  vi.advanceTimersByTime(600_000);
  expect([still.isPointedAt(), still.isKeyed()]).toEqual([true, false]);
  still.leave();
  expect(still.isPointedAt()).toBe(false);
});
