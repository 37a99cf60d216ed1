import type { Note, Pattern, Timbre } from './pattern.ts';

/** Fade in and out, seconds: without it each note would begin and end with a click. */
const FADE_S = 0.02;

/** Strength of the fundamental and of each harmonic above it. */
const HARMONICS: Readonly<Record<Timbre, readonly number[]>> = {
  bright: [1, 0.6, 0.45, 0.3, 0.2, 0.1],
  warm: [1, 0.25, 0.12, 0.06, 0.03],
  pure: [1],
};

/** How often it is looked whether the page's audio still runs, milliseconds. */
const LOOK_EVERY_MS = 1000;

/** Its own clock standing still for so many looks is no load of the machine any more. */
const STILL_LOOKS = 3;

/**
 * The page's audio as far as it can be known: `blocked`: the browser waits for a first press or key before it lets a page sound;
 * `failed`: it cannot be opened, reports an error or has stopped by itself.
 */
export type AudioState = 'starting' | 'running' | 'blocked' | 'failed';

/** Plays until told otherwise. */
export type Player = {
  /** `sounding`: names what is heard, so that a pattern that sounds once sounds again with the next. */
  readonly play: (pattern: Pattern | null, sounding: string) => void;
  /** Plays a pattern once, beside what else plays. */
  readonly test: (pattern: Pattern) => void;
  /** Lets a blocked page sound, and opens its audio anew where it has failed; to be called from a press or a key. */
  readonly turnOn: () => void;
  readonly onState: (listener: (state: AudioState) => void) => void;
  readonly close: () => void;
};

const waveOf = (context: BaseAudioContext, timbre: Timbre): PeriodicWave =>
  new PeriodicWave(context, { imag: [0, ...HARMONICS[timbre]], real: [0, ...HARMONICS[timbre].map(() => 0)] });

const sound = (context: AudioContext, periodicWave: PeriodicWave, note: Note): void => {
  const { length_s, hertz, toHertz, gain } = note;
  const start = context.currentTime + note.at_s;
  const end = start + length_s;
  const level = new GainNode(context, { gain: 0 });
  level.gain.setValueAtTime(0, start);
  level.gain.linearRampToValueAtTime(gain, start + FADE_S);
  level.gain.setValueAtTime(gain, end - FADE_S);
  level.gain.linearRampToValueAtTime(0, end);
  const tone = new OscillatorNode(context, { frequency: hertz, periodicWave });
  tone.frequency.setValueAtTime(hertz, start);
  tone.frequency.linearRampToValueAtTime(toHertz, end);
  tone.connect(level).connect(context.destination);
  tone.start(start);
  tone.stop(end);
};

/** Null where this page can have no audio at all. */
const openContext = (): AudioContext | null => {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
};

/** A player on this page's audio. It says what state that is in from the first second on, also while nothing plays. */
export const createPlayer = (): Player => {
  let context: AudioContext | null = null;
  let isBroken = false;
  let lookedAt_s = -1;
  let stillFor = 0;
  let state: AudioState = 'starting';
  let tell: (state: AudioState) => void = () => undefined;
  let pattern: Pattern | null = null;
  let sounding = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stateNow = (isLook: boolean): AudioState => {
    if (context === null || isBroken || context.state === 'closed') return 'failed';
    // A context begins suspended; a look later it runs, or waits for a press.
    if (context.state !== 'running') return state === 'starting' && !isLook ? 'starting' : 'blocked';
    // Its own clock stands still where the device behind it has gone without an error.
    return stillFor >= STILL_LOOKS ? 'failed' : 'running';
  };
  const look = (isLook = false): void => {
    if (isLook) {
      const at_s = context?.currentTime ?? -1;
      stillFor = at_s === lookedAt_s ? stillFor + 1 : 0;
      lookedAt_s = at_s;
    }
    const next = stateNow(isLook);
    if (next === state) return;
    state = next;
    tell(state);
  };
  const open = (): void => {
    const opened = openContext();
    context = opened;
    isBroken = false;
    lookedAt_s = -1;
    stillFor = 0;
    opened?.addEventListener('statechange', () => look());
    opened?.addEventListener('error', () => {
      isBroken = isBroken || opened === context;
      look();
    });
  };
  const soundAll = ({ notes, timbre }: Pattern): void => {
    if (context === null) return;
    const on = context;
    const wave = waveOf(on, timbre);
    notes.forEach((note) => sound(on, wave, note));
  };
  const round = (): void => {
    if (pattern === null) return;
    const isRunning = context?.state === 'running';
    // Notes queued on a suspended context would all sound at once when it resumes.
    if (isRunning) soundAll(pattern);
    else void context?.resume().catch(() => undefined); // refused: the state says so
    if (!isRunning) timer = setTimeout(round, LOOK_EVERY_MS);
    else if (pattern.every_s !== null) timer = setTimeout(round, pattern.every_s * 1000);
  };
  const restart = (): void => {
    clearTimeout(timer);
    round();
  };

  open();
  const looking = setInterval(() => look(true), LOOK_EVERY_MS);
  return {
    play: (next, heard) => {
      const isAgain = next?.every_s === null && heard !== sounding;
      sounding = heard;
      if (next === pattern && !isAgain) return;
      pattern = next;
      restart();
    },
    test: (tone) => {
      if (context?.state === 'running') soundAll(tone);
      else void context?.resume().then(() => soundAll(tone), look);
    },
    turnOn: () => {
      if (state === 'failed') {
        void context?.close().catch(() => undefined); // closed already
        open();
      }
      void context?.resume().then(() => {
        look();
        restart();
      }, look);
    },
    onState: (listener) => {
      tell = listener;
      listener(state);
    },
    close: () => {
      clearTimeout(timer);
      clearInterval(looking);
      pattern = null;
      tell = () => undefined;
      void context?.close().catch(() => undefined); // closed already
    },
  };
};
