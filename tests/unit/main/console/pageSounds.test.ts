import { expect, test } from 'vitest';
import { createPageSounds } from '../../../../main/console/pageSounds.ts';

const start = () => {
  let now_ms = 1_000_000;
  let muted = false;
  const sounds = createPageSounds({ now: () => now_ms, elapsed_ms: () => now_ms }, () => muted);
  return {
    sounds,
    pass: (seconds: number) => {
      now_ms += seconds * 1000;
    },
    mute: () => {
      muted = true;
    },
  };
};

test('a console can sound while one of its pages can; of one whose pages all say that they cannot, nobody is taken to hear', () => {
  const { sounds } = start();
  sounds.told('left', 'blocked');
  expect(sounds.canSound()).toBe(false);
  sounds.told('right', null);
  expect(sounds.canSound()).toBe(true);
  sounds.told('right', 'no-output');
  expect(sounds.canSound()).toBe(false);
});

test('a page that does not answer any more has closed, crashed or frozen, and cannot sound', () => {
  const { sounds, pass } = start();
  sounds.told('only', null);
  pass(5);
  expect(sounds.canSound()).toBe(true);
  pass(1);
  expect(sounds.canSound()).toBe(false);
  sounds.told('only', null);
  expect(sounds.canSound()).toBe(true);
});

test('whoever has just signed in has the time to answer; then a console without a page is one that nobody hears', () => {
  const { sounds, pass } = start();
  pass(3600);
  expect(sounds.canSound()).toBe(false);
  sounds.begin();
  pass(5);
  expect(sounds.canSound()).toBe(true);
  pass(1);
  expect(sounds.canSound()).toBe(false);
});

test('a session that is taken up anew makes no mute desk heard', () => {
  const { sounds } = start();
  sounds.told('only', 'unheard');
  sounds.begin();
  expect(sounds.canSound()).toBe(false);
});

test('a shell that lets no page sound is mute, whatever its pages say', () => {
  const { sounds, mute } = start();
  sounds.told('only', null);
  mute();
  expect(sounds.canSound()).toBe(false);
});
