import type { DispatchCode } from '../../../shared/domain/codes.ts';

/** Harmonics of a note beside its fundamental: `bright` cuts through speech, `pure` lies beneath it. */
export type Timbre = 'bright' | 'warm' | 'pure';

/** One note. Times in seconds from the start of the pattern, `gain` 0 to 1. It glides to `toHertz`, or stays at `hertz`. */
export type Note = {
  readonly at_s: number;
  readonly length_s: number;
  readonly hertz: number;
  readonly toHertz: number;
  readonly gain: number;
};

/** `every_s`: how long until it begins again, seconds; null: it sounds once, and again only with the next sounding. */
export type Pattern = { readonly timbre: Timbre; readonly notes: readonly Note[]; readonly every_s: number | null };

/** Pulses of one pitch and length that begin at these times. */
const pulses = (hertz: number, length_s: number, gain: number, starts_s: readonly number[]): readonly Note[] =>
  starts_s.map((at_s) => ({ at_s, length_s, hertz, toHertz: hertz, gain }));

/**
 * Tones told apart by rhythm, by pitch and by length, so that they differ for anyone who hears one of the three; a test holds every pair
 * to it. Bursts follow IEC 60601-1-8: ten fast pulses for high priority, three for medium, two and one for low, fundamentals between
 * 150 Hz and 1,000 Hz with harmonics. They are quiet enough to speak on the phone over.
 */
const CODES: Readonly<Record<DispatchCode, Pattern>> = {
  0: {
    timbre: 'bright',
    every_s: 3.9,
    notes: [
      ...pulses(880, 0.13, 0.3, [0, 0.36, 0.9, 1.4, 1.76]),
      ...pulses(698, 0.13, 0.3, [0.18, 0.72, 1.58, 2.12, 2.3]),
    ].toSorted((a, b) => a.at_s - b.at_s),
  },
  1: { timbre: 'bright', every_s: 5, notes: pulses(587, 0.24, 0.24, [0, 0.36, 0.72]) },
  2: {
    timbre: 'warm',
    every_s: 12,
    notes: [...pulses(440, 0.42, 0.18, [0]), ...pulses(370, 0.42, 0.18, [0.6])],
  },
  3: { timbre: 'warm', every_s: 30, notes: pulses(311, 0.35, 0.14, [0]) },
  4: { timbre: 'warm', every_s: 60, notes: pulses(262, 0.62, 0.12, [0]) },
};

/** The victim's button: a siren of three rising sweeps. No code sweeps. */
const SOS: Pattern = {
  timbre: 'bright',
  every_s: 2.6,
  notes: [0, 0.6, 1.2].map((at_s) => ({ at_s, length_s: 0.5, hertz: 400, toHertz: 932, gain: 0.32 })),
};

/** A low battery: two short drops of a pure tone, once. It waits on the screen, and does not call anybody from a breach. */
const BATTERY: Pattern = {
  timbre: 'pure',
  every_s: null,
  notes: [...pulses(988, 0.07, 0.07, [0]), ...pulses(784, 0.07, 0.07, [0.12])],
};

/** What is over: one low, soft note, slow enough that nobody takes it for a code, often enough that it is not forgotten. */
const OVER: Pattern = { timbre: 'pure', every_s: 20, notes: pulses(196, 1, 0.1, [0]) };

/** What is heard at the volume check: a scale, which no alarm is. As loud as a Code 1. */
export const TEST_TONE: Pattern = {
  timbre: 'warm',
  every_s: null,
  notes: [262, 330, 392, 523].flatMap((hertz, step) => pulses(hertz, 0.3, 0.24, [step * 0.32])),
};

/** How much louder, and how much more often, an alarm sounds that was passed on to the supervisors. */
const LOUDER = 2.4;
const MORE_OFTEN = 1.5;
/** So often, in seconds, does one sound that was passed on and would else have sounded once. */
const ONCE_PASSED_ON_S = 30;

const louder = ({ timbre, notes, every_s }: Pattern): Pattern => ({
  timbre,
  every_s: every_s === null ? ONCE_PASSED_ON_S : every_s / MORE_OFTEN,
  notes: notes.map((one) => ({ ...one, gain: one.gain * LOUDER })),
});

/** What an alarm is heard as: its code, or what has a tone of its own whatever its code. */
export type Voice = DispatchCode | 'sos' | 'battery';

const PLAIN: Readonly<Record<Voice, Pattern>> = { ...CODES, sos: SOS, battery: BATTERY };
const LOUD: Readonly<Record<Voice, Pattern>> = {
  0: louder(CODES[0]),
  1: louder(CODES[1]),
  2: louder(CODES[2]),
  3: louder(CODES[3]),
  4: louder(CODES[4]),
  sos: louder(SOS),
  battery: louder(BATTERY),
};

/** How an alarm sounds: `loud` once nobody has answered it in time, `over` when what it told of has ended by itself. */
export type Tone = 'plain' | 'loud' | 'over';

/** The pattern of an alarm; the same each time, so that one that plays goes on undisturbed. */
export const patternOf = (voice: Voice, tone: Tone): Pattern => {
  if (tone === 'over') return OVER;
  return tone === 'loud' ? LOUD[voice] : PLAIN[voice];
};
