import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createJudgedClock } from '../../../../../main/monitoring/time/judgedClock.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { ruleKey } from '../../../../../shared/domain/alerts.ts';
import { chanceFrom } from '../../../../builders/noise.ts';
import { fixAt, HOME, O, policy, START_MS, startWatch, V } from '../watch.ts';

const RUN_S = 900;
const OTHERS = 5;
const HOUR_MS = 3_600_000;

/** What happens to the clocks of the server's machine; nothing in the undisturbed run. */
type Disturbance = {
  readonly steps: boolean;
  readonly wallDrift: number;
  readonly elapsedDrift: number;
  /** How wrong the clock is from the start, less than a fault. */
  readonly off_ms: number;
};
const NONE: Disturbance = { steps: false, wallDrift: 0, elapsedDrift: 0, off_ms: 0 };
const A_MINUTE_AN_HOUR = 1 / 60;

/** An alert as it was raised or changed, with the true second at which it was. */
type Told = { readonly what: string; readonly at_s: number };

/** Two people walk at random, fall silent at times, and report; gives what the server tells of it. */
const walk = (seed: number, { steps, wallDrift, elapsedDrift, off_ms }: Disturbance): readonly Told[] => {
  const chance = chanceFrom(seed);
  const upset = chanceFrom(seed + 1_000_000);
  let [true_ms, elapsed_ms, wallOff_ms] = [START_MS, 7_000_000, off_ms];
  const judged = createJudgedClock({ wall_ms: () => true_ms + wallOff_ms, elapsed_ms: () => elapsed_ms }, policy.clock);
  const { monitoring, entries, failures } = startWatch({ judged });
  const told: Told[] = [];
  let seen = 0;
  let [apart_m, speed_mps, silentUntil_s] = [1150 + 700 * chance(), 0, 0];
  for (let second = 1; second <= RUN_S; second += 1) {
    true_ms += 1000;
    elapsed_ms += 1000 * (1 + elapsedDrift);
    wallOff_ms += 1000 * wallDrift;
    // Not before the devices have judged the clock once.
    if (steps && second > 60 && upset() < 0.02) wallOff_ms = (upset() * 2 - 1) * HOUR_MS;
    if (second % 30 === 0) speed_mps = (chance() - 0.55) * 8;
    apart_m = Math.max(20, Math.min(2600, apart_m + speed_mps));
    if (chance() < 0.002) silentUntil_s = second + 100 + 200 * chance();
    for (let n = 0; n < OTHERS; n += 1) {
      if ((second + n) % 10 === 0) judged.heardDevice(`other-${n}`, true_ms - 300);
    }
    if (second % 5 === 0) {
      judged.heardDevice('V', true_ms - 300);
      monitoring.ingestFix(V, fixAt(HOME, true_ms - 300), judged.now());
    }
    if (second % 5 === 2 && second >= silentUntil_s) {
      judged.heardDevice('O', true_ms - 300);
      monitoring.ingestFix(O, fixAt(destination(HOME, 0, apart_m), true_ms - 300), judged.now());
    }
    judged.look();
    monitoring.tick();
    for (const { body } of entries.slice(seen)) {
      if (body.kind === 'alert.raised' || body.kind === 'alert.level' || body.kind === 'alert.repeated') {
        const { rule, level, code, cause } = body.alert;
        told.push({ what: `${body.kind} ${ruleKey(rule)} ${level} ${code} ${cause}`, at_s: second });
      }
      if (body.kind === 'alert.cleared') told.push({ what: `cleared ${body.reason}`, at_s: second });
    }
    seen = entries.length;
  }
  expect(failures).toEqual([]);
  const recorded = entries.map((entry) => entry.recordedAt_ms);
  expect(recorded).toEqual(recorded.toSorted((a, b) => a - b));
  return told;
};

const kindsOf = (told: readonly Told[]): readonly string[] => told.map(({ what }) => what);

/** Walks whose alerts do not hang on a second: the same under a clock that was a second off all the time. */
const WALKS = Array.from({ length: 10 }, (_, index) => index + 1).flatMap((seed) => {
  const right = walk(seed, NONE);
  const isFirm = [-1000, -400, 400, 1000].every((off_ms) =>
    isDeepStrictEqual(kindsOf(walk(seed, { ...NONE, off_ms })), kindsOf(right)),
  );
  return isFirm ? [{ seed, right }] : [];
});

describe('the same walks give the same alerts, codes and order, within 2 s, whatever the machine’s clock does', () => {
  it('looks at walks with alerts of every kind', () => {
    expect(WALKS.length).toBeGreaterThanOrEqual(5);
    const all = WALKS.flatMap(({ right }) => kindsOf(right)).join('\n');
    for (const what of ['warning 2 position', 'alert 1 position', 'silence:O-test', 'fix-returned'])
      expect(all).toContain(what);
  });

  it.each<readonly [string, Disturbance]>([
    ['it is set by up to an hour, again and again', { ...NONE, steps: true }],
    ['it gains a minute an hour', { ...NONE, wallDrift: A_MINUTE_AN_HOUR }],
    ['it loses a minute an hour and is set', { ...NONE, steps: true, wallDrift: -A_MINUTE_AN_HOUR }],
    ['the whole machine gains', { ...NONE, wallDrift: A_MINUTE_AN_HOUR, elapsedDrift: A_MINUTE_AN_HOUR }],
    [
      'the whole machine loses and is set',
      { ...NONE, steps: true, wallDrift: -A_MINUTE_AN_HOUR, elapsedDrift: -A_MINUTE_AN_HOUR },
    ],
  ])('%s', { timeout: 60_000 }, (_what, disturbance) => {
    for (const { seed, right } of WALKS) {
      const disturbed = walk(seed, disturbance);
      expect(kindsOf(disturbed), `seed ${seed}`).toEqual(kindsOf(right));
      for (const [index, { at_s }] of disturbed.entries())
        expect(Math.abs(at_s - (right[index]?.at_s ?? Number.NaN)), `seed ${seed}`).toBeLessThanOrEqual(2);
    }
  });
});
