import { afterAll, describe, expect, it } from 'vitest';
import { HOME, analysed, at, caseFolder, orderOf, rows, told } from './recorded.ts';

const folder = caseFolder();
afterAll(() => folder.drop());

const still = (seconds: number, every = 1) => rows(seconds, every, () => HOME);
const home = (over: object = {}) => ({
  id: 'Z1',
  kind: 'home',
  circle: { lat: HOME[1], lon: HOME[0], radius_m: 100 },
  buffer_m: 200,
  ...over,
});
const tiny = { warning_m: 1, alert_m: 1, contact_m: 1 };

describe('recorded cases', () => {
  it('approach on foot: each tier once, surer as it nears, one alert', async () => {
    const { lines, summary } = await analysed(folder, {
      offender: rows(1800, 1, (t) => at(Math.max(0, 2500 - 1.4 * t))),
      victim: still(1800),
    });
    expect(told(lines)).toEqual([
      '358 raised proximity warning likely 2',
      '369 updated proximity warning confirmed 2',
      '1072 level proximity alert likely 1',
      '1084 updated proximity alert confirmed 1',
      '1715 level proximity contact likely 0',
      '1726 updated proximity contact confirmed 0',
    ]);
    expect(summary.alerts).toBe(1);
    expect(summary.minDistance_m).toBeLessThan(0.1);
    expect(summary.exposure_s).toEqual({ warning: 714, alert: 643, contact: 85 });
    expect(summary.fixes).toEqual({ read: 3602, used: 3602, held: 0, refused: {} });
  });

  it('pass-by by car between two fixes: a breach at the moment it was', async () => {
    const { lines, summary } = await analysed(folder, {
      offender: rows(300, 60, (t) => at(20 * t - 3000, 40)),
      victim: still(300, 60),
    });
    const contact = lines.find((l) => l.level === 'contact');
    expect([contact?.t, contact?.event, contact?.certainty]).toEqual([180, 'alert.level', 'confirmed']);
    expect(contact?.closestAt).toBe('2026-05-08T10:42:30.000Z');
    expect(summary.minDistance_m).toBeCloseTo(40, 0);
    expect(summary.minDistanceAt).toBe('2026-05-08T10:42:30.000Z');
  });

  it('a file that ends while its last fix is doubted: told all the same, since nothing will disprove it', async () => {
    const { lines } = await analysed(folder, {
      offender: rows(60, 1, (t) => at(t < 55 ? 1200 : 900)),
      victim: still(60),
    });
    expect(told(lines).at(-1)).toBe('66 level proximity alert confirmed 1');
    expect(lines.at(-1)?.closestAt).toBe('2026-05-08T10:40:55.000Z');
  });

  it('noise at a limit for 30 min: one alert', async () => {
    let noise = 1;
    const { lines, summary } = await analysed(folder, {
      offender: rows(1800, 1, () => {
        noise = (noise * 48_271) % 2_147_483_647;
        return at(1000 + (noise % 41) - 20);
      }),
      victim: still(1800),
    });
    expect(summary.alerts).toBe(1);
    expect(lines.filter((l) => l.event === 'alert.level').map((l) => l.level)).toEqual(
      lines[0]?.level === 'warning' ? ['alert'] : [],
    );
    expect(lines.some((l) => l.event === 'alert.cleared')).toBe(false);
  });

  it('tunnel gap: silence is told, and the way through found afterwards only where a straight line may be drawn', async () => {
    const through = (from: number, to: number) =>
      analysed(folder, {
        offender: rows(400, 1, (t) => (t > from && t < to ? null : at(15 * t - 3000, 30))),
        victim: still(400),
      });
    const short = await through(150, 250);
    expect(short.lines.find((l) => l.level === 'contact' && l.certainty !== 'possible')?.t).toBe(250);
    expect(short.lines.some((l) => l.rule === 'silence')).toBe(false);
    const long = await through(100, 300);
    expect(told(long.lines.filter((l) => l.rule === 'silence'))).toEqual([
      '220 raised silence device confirmed 3',
      '300 cleared silence device confirmed 3',
    ]);
    expect(long.lines.some((l) => l.level === 'contact' && l.certainty !== 'possible')).toBe(false);
    expect(long.lines.find((l) => l.level === 'contact')?.cause).toBe('silence');
  });

  it('power-off, then approach: the growing disc raises what is possible', async () => {
    const { lines } = await analysed(folder, {
      offender: rows(60, 10, () => at(1500)),
      victim: still(900, 10),
      events: [{ t: 65, kind: 'power-off', subject: 'offender' }],
    });
    expect(told(lines)).toEqual([
      '0 raised proximity warning confirmed 2',
      '65 raised device:power-off device confirmed 3',
      '180 raised silence device confirmed 3',
      '317 level proximity alert possible 1',
      '767 level proximity contact possible 1',
    ]);
    expect(lines.filter((l) => l.cause === 'silence').map((l) => l.level)).toEqual(['alert', 'contact']);
  });

  it('one-fix jump: held, never believed, nothing raised', async () => {
    const { lines, summary } = await analysed(folder, {
      offender: rows(100, 1, (t) => at(t === 50 ? 10 : 5000)),
      victim: still(100),
    });
    expect(lines).toEqual([]);
    expect(summary.fixes).toEqual({ read: 202, used: 201, held: 1, refused: {} });
    expect(summary.minDistance_m).toBeGreaterThan(4990);
  });

  it('tamper, and SOS with nothing else: at once, each time, whatever the order says', async () => {
    const ended = orderOf({ validTo: '2026-02-01T00:00:00+09:00' });
    const { lines, summary } = await analysed(folder, {
      order: ended,
      offender: rows(100, 1, () => at(50)),
      victim: still(100),
      events: [
        { t: 10, kind: 'strap-tamper', subject: 'offender' },
        { t: 20, kind: 'sos', subject: 'victim' },
        { t: 21, kind: 'sos', subject: 'victim' },
        { t: 30, kind: 'jamming', subject: 'offender' },
      ],
    });
    expect(told(lines)).toEqual([
      '10 raised device:strap-tamper device confirmed 1',
      '20 raised sos sos confirmed 0',
      '21 raised sos sos confirmed 0',
    ]);
    expect(summary.alerts).toBe(2);
  });

  it('zone by schedule, across midnight, in Korean time', async () => {
    const night = orderOf({
      limits: tiny,
      zones: [home({ schedule: [{ days: ['fri'], from: '20:00', to: '06:00' }] })],
    });
    // From 19:40 on Friday to 06:20 on Saturday inside the zone.
    const seconds = 38_400;
    const { lines } = await analysed(folder, {
      order: night,
      offender: rows(seconds, 60, () => at(20)),
      victim: rows(seconds, 60, () => at(9000)),
    });
    expect(told(lines)).toEqual(['1200 raised zone:Z1 zone confirmed 1', '37200 cleared zone:Z1 zone confirmed 1']);
  });

  it('order expiring mid-breach ends the breach; before it begins nothing is evaluated', async () => {
    const brief = orderOf({ validFrom: '2026-05-08T19:41:00+09:00', validTo: '2026-05-08T19:42:00+09:00' });
    const { lines } = await analysed(folder, {
      order: brief,
      offender: rows(200, 1, () => at(500)),
      victim: still(200),
    });
    expect(told(lines)).toEqual(['60 raised proximity alert confirmed 1', '120 cleared proximity alert confirmed 1']);
    const revoked = await analysed(folder, {
      order: orderOf({ revokedAt: '2026-05-08T19:40:30+09:00' }),
      offender: rows(200, 1, () => at(500)),
      victim: still(200),
    });
    expect(told(revoked.lines)).toEqual([
      '0 raised proximity alert confirmed 1',
      '30 cleared proximity alert confirmed 1',
    ]);
  });

  it('late, duplicate and future fixes: a late one proves what it proves, the others are counted', async () => {
    const { lines, summary } = await analysed(folder, {
      offender: [
        ...rows(240, 30, () => at(2700)),
        { t: 105, at: at(1900), accuracy_m: 5, receivedAt: 250 },
        { t: 240, at: at(2700), accuracy_m: 5, receivedAt: 251 },
        { t: 400, at: at(2700), accuracy_m: 5, receivedAt: 252 },
      ],
      victim: still(270, 30),
    });
    expect(told(lines)).toEqual(['250 raised proximity warning confirmed 2']);
    expect(lines[0]).toMatchObject({ late: true, closestAt: '2026-05-08T10:41:45.000Z' });
    expect(summary.fixes).toEqual({ read: 22, used: 20, held: 0, refused: { duplicate: 1, future: 1 } });
  });

  it('a sparse track on one side is compared at the same instant', async () => {
    const { lines, summary } = await analysed(folder, {
      offender: rows(600, 60, (t) => at(10 * t)),
      victim: rows(600, 8, (t) => at(10 * t + 400)),
    });
    expect(summary.minDistance_m).toBeCloseTo(400, -1);
    expect(lines.every((l) => l.level !== 'contact')).toBe(true);
  });

  it('time goes over a gap of years at once', async () => {
    const years_s = 3 * 365 * 86_400;
    const { summary } = await analysed(folder, {
      order: orderOf({ validTo: '2036-01-01T00:00:00+09:00' }),
      offender: [
        { t: 0, at: at(5000) },
        { t: years_s, at: at(5000) },
      ],
      victim: [{ t: 0, at: HOME }],
    });
    expect(summary.fixes.used).toBe(3);
    expect(summary.alerts).toBe(3); // two silences, and the one disc that touched a tier before it was lost
  });
});
