import { attempt, inOneStep } from './step.ts';

/** When the page is drawn; handed in, so that a test draws when it likes. */
export type Frames = {
  /** Calls back once, before the next picture is drawn. Answers with what calls it off. */
  readonly next: (callback: () => void) => () => void;
  /** Nobody sees the page, so that no picture of it is drawn. */
  readonly isHidden: () => boolean;
  /** Called when the page is hidden. Answers with what takes the listener off again. */
  readonly onHidden: (listener: () => void) => () => void;
};

/** Changes of the stores that the console process calls for. */
export type Arrivals = {
  /** Makes the change with the next picture, after those that came before it; at once while the page is hidden. */
  readonly add: (change: () => void) => void;
  readonly stop: () => void;
};

/**
 * The one place where everything that arrives is gathered. Whatever comes between two pictures is applied in one step, right before the
 * second is drawn and in the order it came: the page renders once for all of it, and no picture shows later what it would have shown
 * without. A hidden page waits for no picture, since its alarms must sound.
 */
export const createArrivals = (frames: Frames): Arrivals => {
  let waiting: (() => void)[] = [];
  let callOff: (() => void) | null = null;

  const apply = (): void => {
    callOff?.();
    callOff = null;
    const changes = waiting;
    waiting = [];
    if (changes.length > 0) inOneStep(() => changes.forEach(attempt));
  };
  const stopListening = frames.onHidden(apply);
  return {
    add: (change) => {
      waiting.push(change);
      if (frames.isHidden()) apply();
      else callOff ??= frames.next(apply);
    },
    stop: () => {
      stopListening();
      callOff?.();
      callOff = null;
      waiting = [];
    },
  };
};

/**
 * A window may count as seen and be drawn no picture all the same (covered, on a screen that was switched off, while the graphics process
 * starts anew). It waits no longer than three pictures take.
 */
const LONGEST_WAIT_MS = 50;

/** The frames of a browser's window. */
export const framesOf = (page: Window): Frames => ({
  next: (callback) => {
    const frame = page.requestAnimationFrame(callback);
    const timer = page.setTimeout(callback, LONGEST_WAIT_MS);
    return () => {
      page.cancelAnimationFrame(frame);
      page.clearTimeout(timer);
    };
  },
  isHidden: () => page.document.hidden,
  onHidden: (listener) => {
    const changed = (): void => {
      if (page.document.hidden) listener();
    };
    page.document.addEventListener('visibilitychange', changed);
    return () => page.document.removeEventListener('visibilitychange', changed);
  },
});
