import { describe, expect, it } from 'vitest';
import { figures } from '../../oracle/figures.ts';
import { judge } from '../../oracle/judge.ts';
import type { Told } from '../../oracle/told.ts';
import type { Situation } from '../../oracle/truth.ts';
import { T0_MS, orderOf, reportsOf } from './scene.ts';

/** Past her, who stays, at 60 m and 20 m/s, reporting once a minute. */
const situation: Situation = {
  order: orderOf(),
  offender: reportsOf([0, 60, 120, 180, 240].map((t_s) => [t_s, [-600 + 20 * t_s, 60]] as const)),
  victim: reportsOf(Array.from({ length: 25 }, (_, i) => [i * 10, [0, 0]] as const)),
};

const line = (at_s: number, kind: Told['kind'], level: string, over: Partial<Told> = {}): Told => ({
  at_ms: T0_MS + at_s * 1000,
  kind,
  alertId: 'alert-1',
  rule: 'proximity',
  level,
  certainty: 'likely',
  cause: 'position',
  closestAt_ms: null,
  ...over,
});
const pass = line(60, 'level', 'contact', { closestAt_ms: T0_MS + 30_000 });

/** What a right engine tells, reckoned by hand: he is 603 m away at first, and past 130, 1,120 and 2,220 m at 36, 86 and 141 s. */
const right: readonly Told[] = [
  line(0, 'raised', 'alert'),
  pass,
  line(120, 'level', 'alert'),
  line(180, 'level', 'warning'),
  line(240, 'cleared', 'warning'),
];

const kinds = (told: readonly Told[], of: Situation = situation): readonly string[] =>
  judge(of, told, figures).map(({ kind }) => kind);
const instead = (wrong: Told, of: Told): readonly Told[] => right.map((one) => (one === of ? wrong : one));

describe('the judge', () => {
  it('finds nothing wrong with a right engine', () => {
    expect(judge(situation, right, figures)).toEqual([]);
  });

  it('misses a rise that was dropped', () => {
    expect(kinds(right.filter((one) => one !== pass))).toEqual(['missed']);
    expect(new Set(kinds([]))).toEqual(new Set(['missed']));
  });

  it('finds a moment that is five seconds off', () => {
    const told = (off_ms: number) => kinds(instead({ ...pass, closestAt_ms: T0_MS + 30_000 + off_ms }, pass));
    // Still within the limit, or nearly, and yet not the closest approach.
    expect([told(-5000), told(5000), told(-2000), told(2000)]).toEqual(Array(4).fill(['not-nearest']));
    for (const off_ms of [-8000, 8000]) expect(told(off_ms)).toContain('untrue');
    expect([told(-900), told(900)]).toEqual([[], []]);
  });

  it('finds a rise that nothing shows, and one that names a moment to come', () => {
    const again = line(240, 'raised', 'alert', { alertId: 'alert-2' });
    expect(kinds([...right, again])).toEqual(['untrue']);
    expect(kinds(instead({ ...pass, closestAt_ms: T0_MS + 90_000 }, pass))).toContain('untrue');
  });

  it('takes no possible alert for a sure one', () => {
    expect(kinds(instead({ ...pass, certainty: 'possible' }, pass))).toEqual(['missed']);
  });

  it('finds a breach that was told long after it could be known', () => {
    const tardy = line(100, 'level', 'contact', { closestAt_ms: T0_MS + 30_000 });
    expect(kinds(instead(tardy, pass))).toEqual(['tardy']);
  });

  it('finds a tier that was left within the minute', () => {
    const early = right.map((one) => (one.at_ms === T0_MS + 120_000 ? { ...one, at_ms: T0_MS + 90_000 } : one));
    expect(kinds(early)).toEqual(['left-early']);
  });

  it('finds a sure alert whose cause is silence', () => {
    expect(kinds(instead({ ...pass, cause: 'silence' }, pass))).toEqual(['sure-by-silence']);
  });

  it('finds an alert of a breach that was after the order', () => {
    const order = orderOf({ revokedAt_ms: T0_MS + 20_000 });
    const told = [line(0, 'raised', 'alert'), pass];
    expect(kinds(told, { ...situation, order })).toEqual(['out-of-hours']);
  });

  it('judges a late report by the moment at which it could be known', () => {
    const { offender } = situation;
    const late = offender.map((report) => ({ ...report, received_ms: Math.max(report.received_ms, T0_MS + 200_000) }));
    const told = [line(200, 'raised', 'contact', { closestAt_ms: T0_MS + 30_000 }), line(262, 'cleared', 'contact')];
    expect(kinds(told, { ...situation, offender: late })).toEqual([]);
  });

  it('finds a breach that was told twice, and knows one that came after the first was left', () => {
    const toldAt = (...moments_s: readonly number[]): readonly Told[] =>
      moments_s.flatMap((moment_s, index) => {
        const told = { closestAt_ms: T0_MS + moment_s * 1000, alertId: `alert-${index}` };
        return [line(300 + index, 'raised', 'contact', told), line(300 + index, 'cleared', 'contact', told)];
      });
    const kept = (east_m: readonly number[]) => reportsOf(east_m.map((x, i) => [i * 60, [x, 60], 300] as const));
    const there = { ...situation, offender: kept([-600, 600, 1800, 1800, 600, -600]) };
    expect(kinds(toldAt(30, 270).slice(0, -1), there)).toEqual([]);
    const stays = { ...situation, offender: kept([0, 0, 0, 0, 0, 0]) };
    expect(kinds(toldAt(0, 60).slice(0, -1), stays)).toContain('twice');
  });

  it('calls nobody gone who came back within the minute, though he had been gone before', () => {
    const east_m = [-600, 600, 1800, 3000, 600, 600];
    const back = { ...situation, offender: reportsOf(east_m.map((x, i) => [i * 60, [x, 60]] as const)) };
    const told = (gone_s: number) => [
      line(0, 'raised', 'alert'),
      pass,
      line(120, 'level', 'alert'),
      line(gone_s, 'cleared', 'alert'),
    ];
    expect(kinds(told(300), back)).toEqual(['left-early']);
  });
});
