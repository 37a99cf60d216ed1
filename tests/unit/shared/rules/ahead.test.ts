import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import type { Order } from '../../../../shared/domain/orders.ts';
import { HOME, O1, T0, V1, fixAt, order, play, zone } from '../scene.ts';
import type { Reports } from '../scene.ts';

const AHEAD_S = [0, 12, 20, 29];

/** Both devices report every 10 s, their clocks so far ahead of the server's: she at home, he where he is at that second. */
const ahead =
  (ahead_s: number, his: (t: number) => LonLat): Reports =>
  (t) => {
    const at_ms = T0 + (t + ahead_s) * 1000;
    return t % 10 === 0 ? [[V1, fixAt(at_ms, HOME)] as const, [O1, fixAt(at_ms, his(t))] as const] : [];
  };

const told = (ahead_s: number, his: (t: number) => LonLat, of: Order = order()) =>
  play(420, ahead(ahead_s, his), { order: of, interval_s: 10 }).changes.filter(
    ({ alert, kind }) => alert.rule.type !== 'device' && alert.certainty !== 'possible' && kind !== 'cleared',
  );

describe.each(AHEAD_S)('devices whose clocks are %i s ahead', (ahead_s) => {
  it('raise every level as soon as those whose clocks are right', () => {
    const there = (t: number): LonLat => destination(HOME, 90, Math.max(0, 3500 - 14 * t));
    expect(told(ahead_s, there).map(({ t, alert }) => [t, alert.level])).toEqual([
      [110, 'warning'],
      [180, 'alert'],
      [250, 'contact'],
    ]);
  });

  it('raise a pass between two fixes, of a moment that is not still to come', () => {
    // He crosses the home at 30 m/s, in the middle between his fixes of second 100 and 110.
    const there = (t: number): LonLat => destination(HOME, 90, 30 * (t - 105));
    const narrow = order({ limits: { warning_m: 60, alert_m: 50, contact_m: 20 } });
    const guarded = order({ limits: { warning_m: 1, alert_m: 1, contact_m: 1 }, zones: [{ ...zone, buffer_m: 0 }] });
    for (const [of, level] of [[narrow, 'contact'] as const, [guarded, 'zone'] as const]) {
      const rise = told(ahead_s, there, of).find(({ alert }) => alert.level === level);
      expect(rise?.t).toBe(110);
      expect(rise?.alert.closestAt_ms).toBeLessThanOrEqual(T0 + 110_000);
    }
  });

  it('breach no order and no zone before it begins', () => {
    const there = (): LonLat => destination(HOME, 90, 10);
    const later = order({ validFrom_ms: T0 + 300_000 });
    expect(told(ahead_s, there, later).map(({ t, alert }) => [t, alert.level])).toEqual([[300, 'contact']]);
    const schedule = [{ days: ['fri'] as const, from: '19:45', to: '21:00' }];
    const evening = order({ limits: { warning_m: 1, alert_m: 1, contact_m: 1 }, zones: [{ ...zone, schedule }] });
    expect(told(ahead_s, there, evening).filter(({ alert }) => alert.level === 'zone')).toMatchObject([{ t: 300 }]);
  });
});
