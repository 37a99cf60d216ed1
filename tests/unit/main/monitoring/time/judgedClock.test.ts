import { describe, expect, it } from 'vitest';
import { createJudgedClock } from '../../../../../main/monitoring/time/judgedClock.ts';
import type { JudgedClock } from '../../../../../main/monitoring/time/judgedClock.ts';
import { loadPolicy } from '../../../../../main/files/policy.ts';

const policy = loadPolicy();
const START_MS = Date.parse('2026-03-06T20:00:00+09:00');
const MIN_MS = 60_000;
const HOUR_MS = 60 * MIN_MS;

/** A machine whose wall and monotonic clocks are told apart from the true time, and devices that know the true one. */
const machine = (given: { readonly wallOff_ms?: number } = {}) => {
  let true_ms = START_MS;
  let wallOff_ms = given.wallOff_ms ?? 0;
  let elapsed_ms = 5_000_000;
  /** Parts of a second that the clocks gain a second. */
  let wallDrift = 0;
  let elapsedDrift = 0;
  const source = { wall_ms: () => true_ms + wallOff_ms, elapsed_ms: () => elapsed_ms };
  const clock = createJudgedClock(source, policy.clock);
  const devices = new Map<string, { readonly delay_ms: number }>();
  /** One true second: devices whose turn it is report, and the clocks are compared. */
  const second = (): void => {
    true_ms += 1000;
    elapsed_ms += 1000 * (1 + elapsedDrift);
    wallOff_ms += 1000 * wallDrift;
    let index = 0;
    for (const [id, { delay_ms }] of devices) {
      index += 1;
      if ((Math.round(true_ms / 1000) + index) % 10 === 0) clock.heardDevice(id, true_ms - delay_ms);
    }
    clock.look();
  };
  const run = (seconds: number): void => {
    for (let n = 0; n < seconds; n += 1) second();
  };
  return {
    clock,
    run,
    second,
    true_ms: () => true_ms,
    error_ms: () => clock.now() - true_ms,
    step: (by_ms: number) => void (wallOff_ms += by_ms),
    drift: (wall: number, elapsed: number) => {
      wallDrift = wall;
      elapsedDrift = elapsed;
    },
    /** The machine sleeps: its wall clock goes on, and its monotonic one where the system counts it. */
    sleep: (for_ms: number, isCounted: boolean) => {
      true_ms += for_ms;
      if (isCounted) elapsed_ms += for_ms;
    },
    /** A virtual machine is paused: both stand still. */
    pause: (for_ms: number) => {
      true_ms += for_ms;
      wallOff_ms -= for_ms;
    },
    add: (count: number, delay_ms: number, prefix = 'd') => {
      for (let n = 0; n < count; n += 1) devices.set(`${prefix}${n}`, { delay_ms });
    },
    silence: () => devices.clear(),
  };
};

const offset = (clock: JudgedClock): number | null => {
  const health = clock.health();
  return health.state === 'fault' ? health.offset_s : null;
};

describe('the server judges its own clock', () => {
  it.each([-10 * MIN_MS, -HOUR_MS, 31 * MIN_MS, HOUR_MS])(
    'is a fault within 5 s, and does not move time: a step of %d ms',
    (by_ms) => {
      const m = machine();
      m.add(8, 400);
      m.run(60);
      expect(m.clock.health()).toEqual({ state: 'right' });
      m.step(by_ms);
      m.run(5);
      expect(offset(m.clock)).toBe(by_ms / 1000);
      expect(m.clock.fault()).toEqual({ cause: 'step', consoles: 'unheard' });
      m.run(3600);
      expect(Math.abs(m.error_ms())).toBeLessThan(1000);
      m.step(-by_ms);
      m.run(5);
      expect(m.clock.health()).toEqual({ state: 'right' });
    },
  );

  it('holds the time that passes also where too few devices are heard to judge a step', () => {
    const m = machine();
    m.add(4, 400);
    m.run(60);
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    m.step(-10 * MIN_MS);
    m.run(5);
    expect(offset(m.clock)).toBe(-600);
    expect(Math.abs(m.error_ms())).toBeLessThan(10);
  });

  it.each([
    ['the wall clock alone', 1 / 60, 0],
    ['the machine as a whole', 1 / 60, 1 / 60],
    ['the machine as a whole, slow', -1 / 60, -1 / 60],
  ])('stays within 2 s of the truth while it drifts 60 s an hour: %s', (_what, wall, elapsed) => {
    const m = machine();
    m.add(9, 300);
    m.run(60);
    m.drift(wall, elapsed);
    let worst_ms = 0;
    for (let n = 0; n < 3600; n += 1) {
      m.second();
      worst_ms = Math.max(worst_ms, Math.abs(m.error_ms()));
    }
    expect(worst_ms).toBeLessThan(2000);
    expect(Math.abs(offset(m.clock) ?? 0)).toBeGreaterThan(50);
  });

  it.each([
    [-HOUR_MS, 5],
    [31 * MIN_MS, 30],
  ])(
    'is set right by the median of the devices, once enough are heard, where it was wrong at the start: %d ms',
    (off_ms, within_s) => {
      const m = machine({ wallOff_ms: off_ms });
      m.run(30);
      expect(m.clock.health()).toEqual({ state: 'unjudged' });
      m.add(7, 300);
      m.run(10 + within_s);
      expect(offset(m.clock)).toBe(off_ms / 1000);
      expect(m.clock.fault()?.cause).toBe('devices');
      expect(Math.abs(m.error_ms())).toBeLessThan(1000);
    },
  );

  it('follows small corrections of a good clock without a word', () => {
    const m = machine();
    m.add(8, 300);
    m.run(60);
    m.step(300);
    m.drift(0.00002, 0);
    for (let n = 0; n < 1800; n += 1) {
      m.second();
      expect(m.clock.fault()).toBeNull();
    }
    expect(m.error_ms()).toBeGreaterThan(250);
  });

  it('is moved by no single device, however wrong and however loud, and by no minority', () => {
    const m = machine();
    m.add(6, 300);
    m.add(2, -HOUR_MS, 'ahead');
    m.add(2, 2 * HOUR_MS, 'behind');
    m.run(600);
    expect(m.clock.health()).toEqual({ state: 'right' });
    for (let n = 0; n < 5000; n += 1) m.clock.heardDevice('ahead0', m.true_ms() + HOUR_MS);
    m.run(5);
    expect(m.clock.health()).toEqual({ state: 'right' });
    expect(Math.abs(m.error_ms())).toBeLessThan(500);
  });

  it('is not moved by devices that hand in what they kept in a tunnel', () => {
    const m = machine();
    m.add(9, 300);
    m.run(60);
    m.silence();
    m.run(600);
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    // All of them at once, a message a second for ten minutes of track, oldest first.
    for (let n = 0; n <= 60; n += 1) {
      for (let d = 0; d < 9; d += 1) m.clock.heardDevice(`d${d}`, m.true_ms() - (60 - n) * 10_000);
      m.second();
      expect(m.clock.fault()).toBeNull();
      expect(Math.abs(m.error_ms())).toBeLessThan(2500);
    }
    m.add(9, 300);
    m.run(120);
    expect(Math.abs(m.error_ms())).toBeLessThan(1000);
  });

  it('takes no queue for the present at its start', () => {
    const m = machine();
    for (let n = 0; n <= 60; n += 1) {
      for (let d = 0; d < 9; d += 1) m.clock.heardDevice(`d${d}`, m.true_ms() - (60 - n) * 10_000);
      m.second();
      expect(m.clock.fault()).toBeNull();
    }
    m.add(9, 300);
    m.run(60);
    expect(m.clock.health()).toEqual({ state: 'right' });
    expect(Math.abs(m.error_ms())).toBeLessThan(1000);
  });

  it('does not believe devices of which all say another day', () => {
    const m = machine();
    m.add(9, 7168 * 24 * HOUR_MS);
    m.run(120);
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    expect(m.error_ms()).toBe(0);
  });

  it('cannot be judged after the machine slept, until the devices are heard again', () => {
    const m = machine();
    m.add(9, 300);
    m.run(60);
    m.sleep(8 * HOUR_MS, true);
    m.clock.look();
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    m.run(30);
    expect(m.clock.health()).toEqual({ state: 'right' });
    expect(Math.abs(m.error_ms())).toBeLessThan(1000);
  });

  it.each([
    ['slept, and the system did not count it', (m: ReturnType<typeof machine>) => m.sleep(8 * HOUR_MS, false)],
    ['was paused as a whole', (m: ReturnType<typeof machine>) => m.pause(10 * MIN_MS)],
  ])('is right as soon as the devices are heard again where the machine %s', (_what, happen) => {
    const m = machine();
    m.add(9, 300);
    m.run(60);
    happen(m);
    m.run(12);
    expect(Math.abs(m.error_ms())).toBeLessThan(1000);
  });

  it('is a fault at the start where the wall clock stands before the last entry, and is over once the clock is put right', () => {
    const m = machine({ wallOff_ms: -10 * MIN_MS });
    m.clock.startAfter(START_MS - 60_000);
    expect(offset(m.clock)).toBe(-540);
    expect(m.clock.fault()?.cause).toBe('record');
    m.run(5);
    m.step(10 * MIN_MS);
    m.run(2);
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    expect(m.error_ms()).toBe(0);
  });

  it('lets consoles confirm, and never judge', () => {
    const m = machine();
    const tell = (off_ms: number): void => {
      for (const id of ['c1', 'c2', 'c3']) m.clock.heardConsole(id, m.true_ms() + off_ms);
    };
    m.run(10);
    tell(HOUR_MS);
    m.run(1);
    expect(m.clock.health()).toEqual({ state: 'unjudged' });
    m.step(-HOUR_MS);
    m.run(1);
    tell(0);
    expect(m.clock.fault()).toEqual({ cause: 'step', consoles: 'same' });
    tell(-HOUR_MS);
    expect(m.clock.fault()).toEqual({ cause: 'step', consoles: 'otherwise' });
  });

  it('never runs backwards once it was judged, however the wall clock jumps', () => {
    const m = machine();
    m.add(9, 300);
    m.run(60);
    let last_ms = m.clock.now();
    for (let n = 0; n < 300; n += 1) {
      m.step(((n * 7919) % 7_200_000) - HOUR_MS);
      m.second();
      expect(m.clock.now()).toBeGreaterThan(last_ms);
      last_ms = m.clock.now();
    }
    expect(Math.abs(m.error_ms())).toBeLessThan(1000);
  });
});

describe('by how much it was set', () => {
  it('is how wrong it was from the start, and is no more where the machine sleeps afterwards', () => {
    const { clock, run, add, sleep, error_ms } = machine({ wallOff_ms: -10 * MIN_MS });
    run(5);
    expect(clock.corrected_ms()).toBe(0);
    add(policy.clock.devices, 300);
    run(120);
    expect(Math.abs(clock.corrected_ms() - 10 * MIN_MS)).toBeLessThan(1000);
    const corrected_ms = clock.corrected_ms();
    sleep(HOUR_MS, false);
    run(120);
    expect(Math.abs(error_ms())).toBeLessThan(1000);
    expect(clock.corrected_ms()).toBe(corrected_ms);
  });

  it('is nothing where the machine slept before anybody had judged it: what was stamped before that was right', () => {
    const { clock, run, add, sleep, error_ms } = machine();
    run(5);
    sleep(HOUR_MS, true);
    sleep(HOUR_MS, false);
    run(1);
    add(policy.clock.devices, 300);
    run(120);
    expect(Math.abs(error_ms())).toBeLessThan(1000);
    expect(clock.corrected_ms()).toBe(0);
  });
});
