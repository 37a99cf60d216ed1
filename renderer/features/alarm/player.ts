import type { Note, Pattern } from './pattern.ts';

/** Fade in and out, seconds: without it each note would begin and end with a click. */
const FADE_S = 0.02;

/** Plays until told otherwise. `blocked`: the browser waits for a first press or key before it lets a page sound. */
export type Player = {
  readonly play: (pattern: Pattern | null) => void;
  readonly unblock: () => void;
  readonly onBlocked: (listener: (blocked: boolean) => void) => void;
  readonly close: () => void;
};

const sound = (context: AudioContext, { at_s, length_s, hertz, gain }: Note): void => {
  const start = context.currentTime + at_s;
  const end = start + length_s;
  const level = new GainNode(context, { gain: 0 });
  level.gain.setValueAtTime(0, start);
  level.gain.linearRampToValueAtTime(gain, start + FADE_S);
  level.gain.setValueAtTime(gain, end - FADE_S);
  level.gain.linearRampToValueAtTime(0, end);
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
  tone.connect(level).connect(context.destination);
  tone.start(start);
  tone.stop(end);
};

/** A player on this page's audio. Made when the first alarm needs it. */
export const createPlayer = (): Player => {
  const context = new AudioContext();
  let pattern: Pattern | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tellBlocked: (blocked: boolean) => void = () => undefined;

  const round = (): void => {
    if (pattern === null) return;
    const { notes, every_s } = pattern;
    const blocked = context.state === 'suspended';
    tellBlocked(blocked);
    // Notes queued on a suspended context would all sound at once when it resumes.
    if (blocked) void context.resume();
    else notes.forEach((note) => sound(context, note));
    timer = setTimeout(round, blocked ? 1000 : every_s * 1000);
  };
  const restart = (): void => {
    clearTimeout(timer);
    round();
  };
  return {
    play: (next) => {
      if (next === pattern) return;
      pattern = next;
      if (pattern === null) tellBlocked(false);
      restart();
    },
    unblock: () => void context.resume().then(restart),
    onBlocked: (listener) => {
      tellBlocked = listener;
    },
    close: () => {
      clearTimeout(timer);
      pattern = null;
      void context.close();
    },
  };
};
