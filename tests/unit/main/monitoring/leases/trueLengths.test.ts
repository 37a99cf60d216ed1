import { describe, expect, it } from 'vitest';
import { createJudgedClock } from '../../../../../main/monitoring/time/judgedClock.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, policy, START_MS, startWatch, V } from '../watch.ts';

const MIN_MS = 60_000;
const LEASE_MS = policy.lease.duration_s * 1000;
/** Devices that report in turn; with fewer the policy has nothing judged. */
const DEVICES = Array.from({ length: policy.clock.devices }, (_, n) => `device-${n}`);

/** A server on a machine whose clock is wrong by so much, and the true time, which the devices have. */
const machine = (off_ms: number, store = openStore(':memory:', secretFrom(new Uint8Array(32))), from_ms = START_MS) => {
  let true_ms = from_ms;
  const source = { wall_ms: () => true_ms + off_ms, elapsed_ms: () => true_ms - from_ms };
  const judged = createJudgedClock(source, policy.clock);
  const watch = startWatch({ judged, store });
  watch.monitoring.setSignedIn([d1]);
  let second = 0;
  return {
    ...{ watch, judged, store, true_ms: () => true_ms },
    pass: (seconds: number, areHeard: boolean): void => {
      for (let s = 0; s < seconds; s += 1) {
        [true_ms, second] = [true_ms + 1000, second + 1];
        for (const [n, device] of DEVICES.entries())
          if (areHeard && (second + n) % 10 === 0) judged.heardDevice(device, true_ms - 300);
        judged.look();
        watch.monitoring.tick();
      }
    },
    press: (): number => {
      watch.monitoring.sos(V, judged.now());
      return true_ms;
    },
    /** When the one lease ends, in true time once the clock is right. */
    end_ms: (): number => {
      const leases = watch.monitoring.leasesOf(d1.id);
      expect(leases).toHaveLength(1);
      return leases[0]?.lease.expiresAt_ms ?? 0;
    },
  };
};

describe.each([
  ['ten minutes behind', -10 * MIN_MS],
  ['31 minutes ahead', 31 * MIN_MS],
])('a clock that is %s from the start', (_how, off_ms) => {
  it('is set once the devices have judged it, and what it had granted until then ends when it would have by the right one', () => {
    const { watch, judged, pass, press, true_ms, end_ms } = machine(off_ms);
    pass(5, false);
    const pressed_ms = press();
    expect(Math.abs(end_ms() - (pressed_ms + off_ms + LEASE_MS))).toBeLessThan(2000);
    pass(policy.clock.least_s + 60, true);
    expect(Math.abs(judged.now() - true_ms())).toBeLessThan(1000);
    expect(Math.abs(end_ms() - (pressed_ms + LEASE_MS))).toBeLessThan(2000);
    // Once, and not with each batch that follows.
    expect(watch.bodies('lease.renewed')).toHaveLength(1);
    expect(watch.failures).toEqual([]);
  });

  it('says nothing of a lease that an earlier server granted by a right clock', () => {
    const right = machine(0);
    right.pass(policy.clock.least_s + 60, true);
    const pressed_ms = right.press();
    right.pass(2, true);
    const wrong = machine(off_ms, right.store, right.true_ms() + 1000);
    wrong.pass(policy.clock.least_s + 60, true);
    // It runs on; or it was taken for over by the wrong clock, and is granted anew by the right one.
    const granted = wrong.store.record
      .since(0, 500)
      .flatMap(({ body }) => (body.kind === 'lease.granted' ? [body] : []));
    const most_ms = granted.length === 1 ? pressed_ms + LEASE_MS : wrong.true_ms() + LEASE_MS;
    expect(wrong.end_ms()).toBeLessThanOrEqual(most_ms + 2000);
    expect(wrong.end_ms()).toBeGreaterThan(pressed_ms + LEASE_MS - 2000);
  });
});
