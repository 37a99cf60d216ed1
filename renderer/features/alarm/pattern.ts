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

export const patternOf = (code: DispatchCode): Pattern => PATTERNS[code];
