import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certaintyRank } from '../../../../shared/domain/codes.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { evaluateOrder } from '../../../../shared/domain/rules/evaluate.ts';
import { noRules } from '../../../../shared/domain/rules/types.ts';
import { createTracks } from '../../../../main/monitoring/tracks/tracks.ts';
import { HOME, O1, T0, V1, alertIds, fixAt, order, policy, zone } from '../scene.ts';
import type { Change } from '../scene.ts';

/** One thing that happens: seconds pass, somebody moves and reports, perhaps with a bad accuracy, a jump, or late. */
type Event = {
  readonly seconds: number;
  readonly offender: boolean;
  readonly move_m: number;
  readonly bearing: number;
  readonly accuracy_m: number;
  readonly late_s: number;
};

const event: fc.Arbitrary<Event> = fc.record({
  seconds: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 2000 }) },
  ),
  offender: fc.boolean(),
  move_m: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 500, max: 6000 }) },
  ),
  bearing: fc.integer({ min: 0, max: 359 }),
  accuracy_m: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 3, max: 30 }) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 900 }) },
  ),
  late_s: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }) },
  ),
});
const walk = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.array(event, { minLength: 5, maxLength: 60 }));

const guarded = order({ zones: [zone] });

/** Runs a walk at 1 Hz; `forget` takes the rules' shortcut away before every evaluation. */
const run = ([start_m, events]: readonly [number, readonly Event[]], forget: boolean): readonly Change[] => {
  const tracks = createTracks(policy);
  const ids = alertIds();
  const changes: Change[] = [];
  let rules = noRules;
  const at: Record<string, LonLat> = { [O1]: destination(HOME, 90, start_m), [V1]: HOME };
  let t = 0;
  const step = (heard: Parameters<typeof evaluateOrder>[1]['heard']): void => {
    const scene = {
      order: guarded,
      now_ms: T0 + t * 1000,
      subjectOf: tracks.subject,
      toldOf: () => null,
      isInOutage: () => false,
      heard,
      watchedFrom_ms: null,
    };
    const done = evaluateOrder(forget ? { ...rules, calm: null } : rules, scene, policy, ids);
    ({ rules } = done);
    changes.push(...done.changes.map((change) => ({ ...change, t })));
  };
  for (const { seconds, offender, move_m, bearing, accuracy_m, late_s } of events) {
    for (let i = 0; i < seconds; i += 1) {
      t += 1;
      step([]);
    }
    const id = offender ? O1 : V1;
    const place = destination(at[id] ?? HOME, bearing, move_m);
    if (late_s === 0) at[id] = place;
    const { heard } = tracks.add({ id, interval_s: 10 }, fixAt(T0 + (t - late_s) * 1000, place, { accuracy_m }));
    step(heard);
  }
  return changes;
};

describe('whatever people do', () => {
  it('orders that are passed over because nobody has moved raise what they would have raised', () => {
    fc.assert(
      fc.property(walk, (walked) => {
        const said = (changes: readonly Change[]) => changes.map((c) => [c.t, c.kind, c.alert]);
        expect(said(run(walked, false))).toEqual(said(run(walked, true)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('an alert is raised once, changes level by a change of level, grows only surer within one, and ends at most once', () => {
    fc.assert(
      fc.property(walk, (walked) => {
        const live = new Map<string, Change>();
        const seen = new Set<string>();
        for (const change of run(walked, false)) {
          const { alertId } = change.alert;
          const before = live.get(alertId);
          if (change.kind === 'raised') {
            expect(seen.has(alertId)).toBe(false);
            seen.add(alertId);
          } else expect(before).toBeDefined();
          if (change.kind === 'updated') {
            expect(change.alert.level).toBe(before?.alert.level);
            expect(certaintyRank(change.alert.certainty)).toBeGreaterThan(
              certaintyRank(before?.alert.certainty ?? 'confirmed'),
            );
          }
          // Only a breach of a later moment rises to the level that stands: he had left meanwhile, and nobody had heard of either.
          if (change.kind === 'level' && change.alert.level === before?.alert.level)
            expect([change.rose, change.alert.certainty === 'possible']).toEqual([true, false]);
          if (change.alert.certainty === 'possible') expect(change.alert.code).toBeGreaterThanOrEqual(1);
          const b = change.measured;
          if (b !== null && change.alert.rule.type === 'proximity')
            expect(0 <= b.min && b.min <= b.d && b.d <= b.max).toBe(true);
          if (change.kind === 'cleared') live.delete(alertId);
          else live.set(alertId, change);
        }
        const rules = [...live.values()].map((c) => `${c.alert.rule.type} ${JSON.stringify(c.alert.rule)}`);
        expect(new Set(rules).size).toBe(rules.length);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
