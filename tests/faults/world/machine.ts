import type { Time } from './time.ts';

/** A program that runs on a machine, until it is killed: none of its timers goes off after that. */
export type Program = {
  readonly isAlive: () => boolean;
  /** Wraps what reaches this program from outside, so that it comes to nothing once it is dead, and waits while the machine sleeps. */
  readonly reach: (work: () => void) => void;
  readonly after: (delay_ms: number, work: () => void) => () => void;
  readonly every: (period_ms: number, work: () => void) => () => void;
  readonly onKilled: (work: () => void) => void;
  readonly kill: () => void;
};

/** A computer with clocks of its own. */
export type Machine = {
  /** What its clock on the wall says, milliseconds since 1970. */
  readonly wall_ms: () => number;
  /** What its monotonic clock says: it never jumps, and stands still while the machine sleeps. */
  readonly elapsed_ms: () => number;
  readonly start: () => Program;
  /** Sets the clock on the wall, as somebody or a time server does. */
  readonly stepWall: (by_ms: number) => void;
  /** Lets both clocks run fast or slow from now on: 60 s in an hour is 60 / 3600. */
  readonly drift: (share: number) => void;
  readonly sleep: () => void;
  readonly wake: () => void;
  readonly isAsleep: () => boolean;
};

export const createMachine = (time: Time, epoch_ms: number): Machine => {
  let [wallSet_ms, elapsedSet_ms, set_ms, rate] = [epoch_ms, 1000, 0, 1];
  let isAsleep = false;
  let waiting: (() => void)[] = [];
  const passed_ms = (): number => (time.now_ms() - set_ms) * rate;
  const settle = (): void => {
    wallSet_ms += passed_ms();
    if (!isAsleep) elapsedSet_ms += passed_ms();
    set_ms = time.now_ms();
  };
  /** Does something now, or once the machine has woken. */
  const whenAwake = (work: () => void): void => {
    if (isAsleep) waiting.push(work);
    else work();
  };

  const start = (): Program => {
    let isAlive = true;
    const mourners: (() => void)[] = [];
    const reach: Program['reach'] = (work) =>
      whenAwake(() => {
        if (isAlive) work();
      });
    const after: Program['after'] = (delay_ms, work) => {
      let isOff = false;
      const cancel = time.at(time.now_ms() + Math.max(1, delay_ms) / rate, () =>
        reach(() => {
          if (!isOff) work();
        }),
      );
      return () => {
        isOff = true;
        cancel();
      };
    };
    const every: Program['every'] = (period_ms, work) => {
      let cancel = (): void => undefined;
      const again = (): void => {
        cancel = after(period_ms, () => {
          again();
          work();
        });
      };
      again();
      return () => cancel();
    };
    return {
      isAlive: () => isAlive,
      reach,
      after,
      every,
      onKilled: (work) => void mourners.push(work),
      kill: () => {
        if (!isAlive) return;
        isAlive = false;
        for (const mourn of mourners) mourn();
      },
    };
  };

  return {
    wall_ms: () => Math.floor(wallSet_ms + passed_ms()),
    elapsed_ms: () => elapsedSet_ms + (isAsleep ? 0 : passed_ms()),
    start,
    stepWall: (by_ms) => {
      settle();
      wallSet_ms += by_ms;
    },
    drift: (share) => {
      settle();
      rate = 1 + share;
    },
    sleep: () => {
      settle();
      isAsleep = true;
    },
    wake: () => {
      settle();
      isAsleep = false;
      const due = waiting;
      waiting = [];
      for (const work of due) work();
    },
    isAsleep: () => isAsleep,
  };
};
