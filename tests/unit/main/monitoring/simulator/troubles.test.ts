import { describe, expect, it } from 'vitest';
import { runHeadless } from '../../../../../main/monitoring/simulator/headless.ts';
import { straightWays } from '../../../../../main/monitoring/streets/streets.ts';
import type { Streets } from '../../../../../main/monitoring/streets/streets.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { fixesOf, play, plainFile, policy, scenarioOf, simulatorOf } from './builders.ts';

const streets: Streets = {
  travel: (_to, from) => from.map(() => ({ distance_m: 100, time_s: 10, via: 'straight' })),
  ways: straightWays,
  route: () => null,
};

/** Device alerts of a scenario that goes through the whole server: when, what, by which name, at which code. */
const told = async (events: readonly object[]) => {
  const scenario = scenarioOf({ ...plainFile, events });
  const entries: Entry[] = [];
  const onEntries = (more: readonly Entry[]): void => void entries.push(...more);
  await runHeadless({ scenario, seed: 1, streets, policy, onEntries, pace: async () => {} });
  const names = new Map<string, string>();
  return entries.flatMap(({ at_ms, body }) => {
    if ('alert' in body && body.alert.rule.type === 'device') names.set(body.alert.alertId, body.alert.rule.kind);
    const at_s = (at_ms - scenario.start_ms) / 1000;
    if (body.kind === 'alert.raised' && body.alert.rule.type === 'device')
      return [[at_s, 'raised', body.alert.rule.kind, body.alert.code]];
    const name = body.kind === 'alert.cleared' ? names.get(body.alertId) : undefined;
    return name === undefined ? [] : [[at_s, 'cleared', name]];
  });
};

describe('a device that goes wrong in a scenario', () => {
  it.each([
    // Its fixes end at second 9; the first new one is of second 300.
    [
      'stuck',
      {},
      [
        [129, 'raised', 'stuck', 3],
        [300, 'cleared', 'stuck'],
      ],
    ],
    [
      'no-valid-place',
      {},
      [
        [129, 'raised', 'no-valid-place', 3],
        [300, 'cleared', 'no-valid-place'],
      ],
    ],
    [
      'place-faked',
      {},
      [
        [10, 'raised', 'place-faked', 1],
        [129, 'raised', 'no-valid-place', 3],
        [300, 'cleared', 'no-valid-place'],
        // The message of second 299 and the fix of second 300 may be one.
        [360, 'cleared', 'place-faked'],
      ],
    ],
    [
      'clock-wrong',
      { offset_s: -7200 },
      [
        [40, 'raised', 'clock-wrong', 3],
        [129, 'raised', 'no-valid-place', 3],
        [300, 'cleared', 'no-valid-place'],
        [359, 'cleared', 'clock-wrong'],
      ],
    ],
    [
      'set-up-wrongly',
      {},
      [
        [40, 'raised', 'set-up-wrongly', 3],
        [129, 'raised', 'no-valid-place', 3],
        [300, 'cleared', 'no-valid-place'],
        [359, 'cleared', 'set-up-wrongly'],
      ],
    ],
    ['unpaired', {}, [[10, 'raised', 'unpaired', 1]]],
  ])('%s is told by the server as what it is', async (kind, more, expected) => {
    expect(await told([{ at_s: 10, kind, who: 'O1', until_s: 300, ...more }])).toEqual(expected);
  });

  it('two-places is told by the server while it lasts', async () => {
    const said = await told([{ at_s: 10, kind: 'two-places', who: 'O1', until_s: 300 }]);
    expect(said).toEqual([
      [expect.any(Number), 'raised', 'two-places', 3],
      [expect.any(Number), 'cleared', 'two-places'],
    ]);
  });

  it('two-places sends one fix in two from 20 km away', () => {
    const fixes = fixesOf(play(simulatorOf({ events: [{ at_s: 10, kind: 'two-places', who: 'O1' }] }), 0, 19), 'O1');
    expect(fixes.map(({ lat }) => lat > 37.6)).toEqual([
      ...Array<boolean>(10).fill(false),
      ...[true, false, true, false, true, false, true, false, true, false],
    ]);
  });

  it('unpaired reports from where its wearer left it', () => {
    const walk = { who: 'O1', legs: [{ do: 'walk', to: [127.01, 37.5], speed_mps: 2 }] };
    const events = [{ at_s: 100, kind: 'unpaired', who: 'O1', until_s: 200 }];
    const fixes = fixesOf(play(simulatorOf({ movements: [walk], events }), 0, 210), 'O1');
    expect(Math.abs((fixes[199]?.lon ?? 0) - (fixes[100]?.lon ?? 0))).toBeLessThan(0.0005);
    expect((fixes[205]?.lon ?? 0) - (fixes[199]?.lon ?? 0)).toBeGreaterThan(0.0015);
  });
});
