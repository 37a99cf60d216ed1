import { expect, test } from 'vitest';
import { createFrames } from '../../../../../main/console/link/frames.ts';
import { createOffset } from '../../../../../main/console/link/offset.ts';
import { encodePresence } from '../../../../../shared/protocol/presence.ts';
import { aFrame } from '../../../../builders/presence.ts';

test('the offset is that of the least delayed message', () => {
  const offset = createOffset();
  offset.add(1_000_040, 1000);
  offset.add(1_000_330, 1250);
  expect(offset.add(1_000_500, 1500)).toBe(999_080);
});

test('a clock that jumps or runs faster is followed', () => {
  const offset = createOffset();
  offset.add(10_000, 0);
  expect(offset.add(5000, 250)).toBe(4750); // back
  expect(offset.add(25_000, 500)).toBe(24_500); // training at speed
});

test('frames are counted by their gaps, never by repetition or a new beginning', () => {
  const frames = createFrames();
  const take = (frame: number): boolean => {
    const taken = frames.take(encodePresence(aFrame({ frame })));
    return taken.ok && taken.value.missed;
  };
  expect([1, 2, 3].map(take)).toEqual([false, false, false]);
  expect(take(6)).toBe(true);
  expect(frames.dropped()).toBe(2);
  expect(take(1)).toBe(false); // the server counts from the start again
  frames.restart();
  expect(take(500)).toBe(false);
  expect(frames.dropped()).toBe(2);
  expect(frames.take(new Uint8Array(3)).ok).toBe(false);
});
