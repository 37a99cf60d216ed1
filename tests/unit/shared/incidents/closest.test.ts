import { expect, test } from 'vitest';
import { Separation } from '../../../../shared/domain/alerts.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { incidentId } from '../../../builders/ids.ts';
import { T0, at } from '../../../builders/times.ts';

const closestOf = (...steps: Parameters<typeof entriesOf>[0]) =>
  foldEntries(emptyWorld, entriesOf(steps)).incidents.get(incidentId('I1'))?.closest;

test('the closest distance bears the time it happened, not the time a late fix or a gap gave it away', () => {
  const passed_ms = T0 - 90_000;
  expect(closestOf(...raised(anAlert({ closestAt_ms: passed_ms, late: true })))).toMatchObject({ at_ms: passed_ms });
  expect(closestOf(...raised())).toMatchObject({ at_ms: T0 });
  const nearer = anAlert({
    separation: Separation.parse({ distance_m: 30, min_m: 20, max_m: 40 }),
    closestAt_ms: at(7),
  });
  const rose = { at_ms: at(20), body: { kind: 'alert.level', rose: true, alert: nearer } } as const;
  expect(closestOf(...raised(), rose)).toMatchObject({ separation: { distance_m: 30 }, at_ms: at(7) });
});
