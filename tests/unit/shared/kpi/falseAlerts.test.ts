import { expect, test } from 'vitest';
import { falseAlerts } from '../../../../shared/domain/kpi/falseAlerts.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';

type Resolved = Pick<Incident, 'outcome' | 'falseCause'>;
const running: Resolved = { outcome: null, falseCause: null };
const arrested: Resolved = { outcome: 'offender-arrested', falseCause: null };
const falseBy = (falseCause: Incident['falseCause']): Resolved => ({ outcome: 'false-alert', falseCause });

test('false alerts are counted by cause among what is resolved', () => {
  const all = [running, arrested, falseBy('test'), falseBy('device-fault'), falseBy('device-fault'), arrested];
  expect(falseAlerts(all)).toEqual({
    resolved: 5,
    count: 3,
    share: 0.6,
    causes: [
      { cause: 'device-fault', count: 2 },
      { cause: 'test', count: 1 },
    ],
  });
});

test('there is no share where nothing is resolved', () => {
  expect(falseAlerts([running])).toEqual({ resolved: 0, count: 0, share: null, causes: [] });
});
