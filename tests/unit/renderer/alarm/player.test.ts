// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TEST_TONE, patternOf } from '../../../../renderer/features/alarm/pattern.ts';
import { createPlayer } from '../../../../renderer/features/alarm/player.ts';
import type { AudioState } from '../../../../renderer/features/alarm/player.ts';
import { stubAudio } from '../../../builders/fakeAudio.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const opened = (blocked: boolean) => {
  const audio = stubAudio({ blocked });
  const player = createPlayer();
  const states: AudioState[] = [];
  player.onState((state) => states.push(state));
  /** The page and the audio's clock go on alike. */
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      audio.pass(1);
      await vi.advanceTimersByTimeAsync(1000);
    }
  };
  return { audio, player, states, pass };
};

test('it says that the browser holds the page’s sound back before any alarm needs it', async () => {
  const { audio, player, states, pass } = opened(true);
  await pass(2);
  expect(states).toEqual(['starting', 'blocked']);
  audio.allow();
  player.turnOn();
  await pass(1);
  expect(states.at(-1)).toBe('running');
  player.close();
});

test('an alarm that rings behind a blocked page is heard as soon as the sound is let through, and once', async () => {
  const { audio, player, pass } = opened(true);
  player.play(patternOf(1, 'plain'), 'I1#1');
  await pass(3);
  expect(audio.started).toEqual([]);
  audio.allow();
  player.turnOn();
  await pass(1);
  expect(audio.started).toHaveLength(3);
  player.close();
});

test('a code sounds again and again; a low battery once, and again with the next sounding', async () => {
  const { audio, player, pass } = opened(false);
  player.play(patternOf(1, 'plain'), 'I1#1');
  await pass(11);
  expect(audio.started).toHaveLength(9);
  player.play(patternOf('battery', 'plain'), 'I1#2');
  await pass(90);
  expect(audio.started).toHaveLength(11);
  player.play(patternOf('battery', 'plain'), 'I1#2,I2#1');
  await pass(1);
  expect(audio.started).toHaveLength(13);
  player.play(null, '');
  await pass(90);
  expect(audio.started).toHaveLength(13);
  player.close();
});

test('an error of the device, a clock that stands still and an end by itself are failures; turning it on opens it anew', async () => {
  const { audio, player, states, pass } = opened(false);
  await pass(2);
  audio.breakDown();
  expect(states.at(-1)).toBe('failed');
  player.turnOn();
  await pass(1);
  expect([states.at(-1), audio.opened()]).toEqual(['running', 2]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(states.at(-1)).toBe('failed');
  await pass(1);
  expect(states.at(-1)).toBe('running');
  audio.suspend();
  expect(states.at(-1)).toBe('blocked');
  player.close();
});

test('a page that can have no audio at all says so', () => {
  vi.stubGlobal('AudioContext', undefined);
  const player = createPlayer();
  const states: AudioState[] = [];
  player.onState((state) => states.push(state));
  vi.advanceTimersByTime(1000);
  expect(states.at(-1)).toBe('failed');
  player.test(TEST_TONE);
  player.close();
});
