import { expect, test } from 'vitest';
import { DispatchCode } from '../../../../shared/domain/codes.ts';
import { TEST_TONE, patternOf } from '../../../../renderer/features/alarm/pattern.ts';
import type { Pattern, Tone, Voice } from '../../../../renderer/features/alarm/pattern.ts';

const VOICES: readonly Voice[] = [...DispatchCode.options.map((option) => option.value), 'sos', 'battery'];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const ratio = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b);

/** What an ear takes for the rhythm: how many pulses, how long each, how far from one to the next. */
const rhythmOf = ({ notes }: Pattern) => ({
  count: notes.length,
  length_s: mean(notes.map(({ length_s }) => length_s)),
  apart_s: notes.length < 2 ? 0 : ((notes.at(-1)?.at_s ?? 0) - (notes[0]?.at_s ?? 0)) / (notes.length - 1),
});
/** A fifth more or less is heard; so is one pulse of few. */
const isOtherRhythm = (a: Pattern, b: Pattern): boolean => {
  const [x, y] = [rhythmOf(a), rhythmOf(b)];
  if (x.count === y.count && x.count === 1) return ratio(x.length_s, y.length_s) >= 1.5;
  return ratio(x.count, y.count) >= 1.3 || ratio(x.apart_s, y.apart_s) >= 1.5 || ratio(x.length_s, y.length_s) >= 1.5;
};
const pitchesOf = ({ notes }: Pattern): readonly number[] => notes.flatMap(({ hertz, toHertz }) => [hertz, toHertz]);
/** Two semitones or more at the bottom or the top. */
const isOtherPitch = (a: Pattern, b: Pattern): boolean =>
  ratio(Math.min(...pitchesOf(a)), Math.min(...pitchesOf(b))) >= 1.12 ||
  ratio(Math.max(...pitchesOf(a)), Math.max(...pitchesOf(b))) >= 1.12;

const sounds: readonly (readonly [string, Voice | null, Pattern])[] = [
  ...VOICES.map((voice) => [`${voice}`, voice, patternOf(voice, 'plain')] as const),
  ...VOICES.map((voice) => [`${voice}, passed on`, voice, patternOf(voice, 'loud')] as const),
  ['over', null, patternOf(0, 'over')],
  ['the test tone', null, TEST_TONE],
];

test('no two alarms are alike in rhythm, nor in pitch', () => {
  for (const [index, [name, voice, pattern]] of sounds.entries())
    for (const [otherName, otherVoice, other] of sounds.slice(index + 1)) {
      // Passed on it is the same alarm, louder.
      if (voice !== null && voice === otherVoice) continue;
      expect(isOtherRhythm(pattern, other), `rhythm of ${name} and ${otherName}`).toBe(true);
      expect(isOtherPitch(pattern, other), `pitch of ${name} and ${otherName}`).toBe(true);
    }
});

test('every pattern fits into its round, between 150 Hz and 1,000 Hz, and no note runs into the next', () => {
  for (const [name, , { notes, every_s }] of sounds) {
    const last = notes.at(-1);
    expect(last === undefined ? Infinity : last.at_s + last.length_s, name).toBeLessThan(every_s ?? 3);
    for (const hertz of pitchesOf({ timbre: 'pure', notes, every_s }))
      expect(hertz >= 150 && hertz <= 1000, name).toBe(true);
    for (const [index, note] of notes.entries()) {
      expect(note.gain, name).toBeLessThan(1);
      expect(note.at_s + note.length_s, name).toBeLessThanOrEqual(notes[index + 1]?.at_s ?? Infinity);
    }
  }
});

test('the more urgent, the more pulses, the louder and the sooner again', () => {
  const plain = ([0, 1, 2, 3] as const).map((code) => patternOf(code, 'plain'));
  expect(plain.map(({ notes }) => notes.length)).toEqual([10, 3, 2, 1]);
  const falling = plain.map(({ notes }) => notes[0]?.gain ?? 0);
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  const paces = DispatchCode.options.map((option) => patternOf(option.value, 'plain').every_s ?? 0);
  expect(paces).toEqual(paces.toSorted((a, b) => a - b));
  expect(new Set(paces).size).toBe(5);
});

test('only the victim’s button sweeps', () => {
  const sweeps = (voice: Voice, tone: Tone): boolean =>
    patternOf(voice, tone).notes.some(({ hertz, toHertz }) => hertz !== toHertz);
  expect(VOICES.filter((voice) => sweeps(voice, 'plain') || sweeps(voice, 'loud'))).toEqual(['sos']);
});

test('a low battery sounds once, softly and in a timbre of its own; passed on it is heard again', () => {
  const battery = patternOf('battery', 'plain');
  expect(battery.every_s).toBeNull();
  expect(patternOf('battery', 'loud').every_s).not.toBeNull();
  for (const code of [0, 1, 2] as const) {
    const breach = patternOf(code, 'plain');
    expect(breach.timbre).not.toBe(battery.timbre);
    expect(Math.max(...battery.notes.map(({ gain }) => gain))).toBeLessThan(0.5 * (breach.notes[0]?.gain ?? 0));
    expect(breach.every_s).not.toBeNull();
  }
});

test('a loud pattern is its alarm’s, louder and more often', () => {
  for (const voice of VOICES) {
    const [plain, loud] = [patternOf(voice, 'plain'), patternOf(voice, 'loud')];
    expect(pitchesOf(loud)).toEqual(pitchesOf(plain));
    expect(loud.every_s).toBeLessThan(plain.every_s ?? Infinity);
    for (const [index, note] of loud.notes.entries())
      expect(note.gain).toBeGreaterThan(2 * (plain.notes[index]?.gain ?? 1));
  }
});
