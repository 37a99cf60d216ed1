import { expect, test } from 'vitest';
import { Separation } from '../../../../shared/domain/alerts.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { incidentId, personId } from '../../../builders/ids.ts';
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

test('what is merely possible tells no closest distance: it may rest on a place that was held back and never believed', () => {
  const beside = Separation.parse({ distance_m: 0, min_m: 0, max_m: 40 });
  const possible = anAlert({ level: 'contact', certainty: 'possible', separation: beside });
  const measured = {
    at_ms: at(1),
    body: {
      kind: 'distance.measured',
      victim: personId('V1'),
      separation: Separation.parse({ distance_m: 1400, min_m: 1380, max_m: 1420 }),
    },
  } as const;
  expect(closestOf(...raised(possible))).toBeNull();
  expect(closestOf(...raised(possible), measured)).toMatchObject({ separation: { distance_m: 1400 }, at_ms: at(1) });
  const borneOut = { ...possible, certainty: 'likely' } as const;
  const surer = { at_ms: at(2), body: { kind: 'alert.updated', alert: borneOut } } as const;
  expect(closestOf(...raised(possible), measured, surer)).toMatchObject({ separation: { distance_m: 0 } });
});
