import { describe, expect, it } from 'vitest';
import { d1, d2, policy, startWatch } from '../watch.ts';

/** The pace at which `apart` brings people to where they are said to be. */
const TRAIN_MPS = 90;
const { contact_m, alert_m } = policy.limits;

describe('what a frame says of two people', () => {
  it('is at the warning tier whether they come nearer, and when they meet only once both are open', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    const relation = () => watch.monitoring.presenceFor(d1.id, 1).relations[0];
    for (let metres = 5000; metres > 1400; metres -= 20) watch.apart(metres);
    expect(relation()).toMatchObject({ level: 'warning', trend: 'closing', contact: null });
    for (let metres = 1400; metres >= alert_m - 80; metres -= 20) watch.apart(metres);
    expect(relation()).toMatchObject({ level: 'alert', trend: 'closing' });
    const { expected_s = NaN, from_s = NaN, to_s = NaN } = relation()?.contact ?? {};
    expect(expected_s).toBeCloseTo((alert_m - 80 - contact_m) / TRAIN_MPS, 0);
    expect(from_s).toBeLessThan(expected_s);
    expect(to_s).toBeGreaterThan(expected_s);
  });

  it('is the same to all desks of one turn but for what each may see, and new with each fix', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, d2]);
    for (let metres = 5000; metres > 900; metres -= 20) watch.apart(metres);
    const of = (operator: typeof d1) => watch.monitoring.presenceFor(operator.id, 1).relations[0];
    expect(of(d1)).toEqual(of(d2));
    const before = of(d1);
    watch.apart(880);
    expect(of(d1)?.distance_m).toBeLessThan(before?.distance_m ?? NaN);
  });
});
