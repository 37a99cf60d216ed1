import type { DispatchCode } from '../../../shared/domain/codes.ts';

/** One note. Times in seconds from the start of the pattern, `gain` 0 to 1. */
export type Note = { readonly at_s: number; readonly length_s: number; readonly hertz: number; readonly gain: number };
export type Pattern = { readonly notes: readonly Note[]; readonly every_s: number };

const note = (at_s: number, length_s: number, hertz: number, gain: number): Note => ({ at_s, length_s, hertz, gain });

/**
 * Tones told apart by number of pulses, pitch and pace alike, so that they differ for anyone who hears one of the three.
 * Pulses follow the idea of IEC 60601-1-8: many and fast for high, few and slow for low priority; fundamentals lie between
 * 150 Hz and 1,000 Hz. They are quiet enough to speak on the phone over.
 */
const PATTERNS: Readonly<Record<DispatchCode, Pattern>> = {
  0: {
    every_s: 2.4,
    notes: [
      note(0, 0.16, 880, 0.32),
      note(0.22, 0.16, 698, 0.32),
      note(0.44, 0.16, 880, 0.32),
      note(0.8, 0.16, 880, 0.32),
      note(1.02, 0.16, 698, 0.32),
    ],
  },
  1: { every_s: 4, notes: [note(0, 0.22, 587, 0.24), note(0.32, 0.22, 587, 0.24), note(0.64, 0.3, 698, 0.24)] },
  2: { every_s: 12, notes: [note(0, 0.28, 494, 0.16), note(0.36, 0.34, 440, 0.16)] },
  3: { every_s: 30, notes: [note(0, 0.3, 392, 0.12)] },
  4: { every_s: 60, notes: [note(0, 0.3, 349, 0.1)] },
};

/** What is over: one low, soft note, slow enough that nobody takes it for a code, often enough that it is not forgotten. */
const OVER: Pattern = { every_s: 20, notes: [note(0, 0.5, 262, 0.08)] };

/** How much louder, and how much more often, a code sounds that was passed on to the supervisors. */
const LOUDER = 2.4;
const MORE_OFTEN = 1.5;

const louder = ({ notes, every_s }: Pattern): Pattern => ({
  every_s: every_s / MORE_OFTEN,
  notes: notes.map((one) => ({ ...one, gain: one.gain * LOUDER })),
});

const LOUD: Readonly<Record<DispatchCode, Pattern>> = {
  0: louder(PATTERNS[0]),
  1: louder(PATTERNS[1]),
  2: louder(PATTERNS[2]),
  3: louder(PATTERNS[3]),
  4: louder(PATTERNS[4]),
};

/** How a code sounds: `loud` once nobody has answered it in time, `over` when what it told of has ended by itself. */
export type Tone = 'plain' | 'loud' | 'over';

/** The pattern of a code; the same each time, so that one that plays goes on undisturbed. */
export const patternOf = (code: DispatchCode, tone: Tone): Pattern => {
  if (tone === 'over') return OVER;
  return tone === 'loud' ? LOUD[code] : PATTERNS[code];
};
