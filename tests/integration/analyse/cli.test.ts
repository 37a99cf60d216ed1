import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../main/files/root.ts';
import { HOME, at, caseFolder, orderOf } from './recorded.ts';

const root = projectRoot();
const folder = caseFolder();
afterAll(() => folder.drop());

const jikimIn = (zone: string | undefined, ...args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(root, 'main/cli.ts'), 'analyse', ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...(zone === undefined ? {} : { TZ: zone }) },
  });
const jikim = (...args: readonly string[]) => jikimIn(undefined, ...args);
const json = (out: string): readonly unknown[] =>
  out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

const order = folder.write('order.json', JSON.stringify(orderOf()));
const track = (name: string, place: (t: number) => readonly [number, number]): string =>
  folder.write(
    name,
    [
      't,lat,lon',
      ...Array.from({ length: 60 }, (_, t) => [1_778_236_800 + t, place(t)[1], place(t)[0]].join(',')),
      '',
    ].join('\n'),
  );
const victim = track('victim.csv', () => HOME);
const offender = track('offender.csv', (t) => at(1200 - 20 * t));

describe('jikim analyse', () => {
  it('prints JSON lines in the order of time and then the summary', () => {
    const done = jikim('--order', order, '--offender', offender, '--victim', victim, '--json');
    expect([done.status, done.stderr]).toEqual([0, '']);
    const lines = json(done.stdout);
    expect(lines[0]).toEqual({
      at: '2026-05-08T10:40:00.000Z',
      event: 'alert.raised',
      alertId: 'alert-1',
      rule: 'proximity',
      level: 'warning',
      code: 2,
      certainty: 'confirmed',
      distance_m: expect.closeTo(1200, 0),
      distanceMin_m: expect.closeTo(1151.4, 0),
      distanceMax_m: expect.closeTo(1248.6, 0),
      cause: 'position',
    });
    expect(lines.at(-1)).toMatchObject({ event: 'summary', alerts: 1, fixes: { read: 120, used: 120 } });
  });

  it('without --json prints the same to read, from compressed tracks too', () => {
    const gz = folder.write(
      'victim.csv.gz',
      gzipSync(['t,lat,lon', `1778236800,${HOME[1]},${HOME[0]}`, ''].join('\n')),
    );
    const done = jikim('--order', order, '--offender', offender, '--victim', gz);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(/^Order .*\nLimits: /);
    expect(done.stdout).toMatch(/2026-05-08 19:40:00 {2}raised {3}proximity .*warning confirmed, Code 2/);
    expect(done.stdout).toMatch(/Fixes: 61 read, 61 used, 0 held back; refused: none/);
  });

  it.each([
    ['a missing column', 'bad.csv', 't,lat\n1778236800,37\n', /bad\.csv:1: lon: /],
    ['text where a number belongs', 'text.csv', 't,lat,lon\n1778236800,north,127\n', /text\.csv:2: lat: /],
    ['broken XML', 'broken.gpx', '<gpx><trk>\n<trkseg></trk>', /broken\.gpx:2: xml: /],
    ['a bad checksum everywhere', 'bad.nmea', '$GPRMC,1*00\n$GPGGA,2*00\n', /bad\.nmea.*: checksum: /],
    ['no file', 'none.csv', null, /none\.csv: file: there is no such file/],
  ])('ends with exit code 2 and one line for %s', (_, name, text, expected) => {
    const file = text === null ? path.join(folder.folder, name) : folder.write(name, text);
    const done = jikim('--order', order, '--offender', file, '--victim', victim, '--json');
    expect(done.status).toBe(2);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
    expect(done.stderr).toMatch(expected);
  });

  it.each(['--offender', '--victim', '--events'])(
    'prints no head over nothing where the file of %s is missing',
    (which) => {
      const args = ['--order', order, '--offender', offender, '--victim', victim];
      const done = jikim(...args, which, path.join(folder.folder, 'none.csv'));
      expect([done.status, done.stdout]).toEqual([2, '']);
      expect(done.stderr).toMatch(/none\.csv: file: there is no such file/);
    },
  );

  it('says in words what stands against a result', () => {
    const rows = Array.from({ length: 20 }, (_, t) => `${1_778_236_800_000 + t * 1000},${HOME[1]},${HOME[0]}`);
    const ms = folder.write('ms.csv', ['t,lat,lon', ...rows.slice(0, 19), 'gone', ...rows.slice(19)].join('\n'));
    const done = jikim('--order', order, '--offender', ms, '--victim', victim);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('Note: 20 of 20 fixes of the offender lie outside the validity of the order');
    expect(done.stdout).toContain('Note: 20 of them would lie within it if the times of the offender, read as seconds');
    expect(done.stdout).toMatch(
      /Note: 1 of the offender refused, unreadable; line 21; the first: columns 1 values where the header names 3/,
    );
    expect(done.stdout).toContain('Note: The two were never known at the same time under the order');
    expect(done.stdout).not.toContain(String(HOME[0]));
  });

  it('ends with exit code 2 and the first reason where over a tenth of the lines is bad', () => {
    const rows = Array.from({ length: 20 }, (_, t) => `${1_778_236_800 + t},${t % 8 === 3 ? 'x' : HOME[1]},${HOME[0]}`);
    const file = folder.write('many.csv', ['t,lat,lon', ...rows].join('\n'));
    const done = jikim('--order', order, '--offender', file, '--victim', victim, '--json');
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(
      /many\.csv:5: lat: is not a number \(3 of 20 cannot be read: too many to use the rest\)\n$/,
    );
  });

  it('gives the same bytes in every time zone of the machine, over a night in which clocks are put back', () => {
    // Sunday 2026-11-01, 13:00 to 01:00 in Seoul: New York leaves summer time, the zone's schedule begins and midnight passes.
    const start_s = Date.UTC(2026, 10, 1, 4) / 1000;
    const night = folder.write(
      'night.json',
      JSON.stringify(
        orderOf({
          zones: [
            {
              id: 'ZN',
              kind: 'home',
              circle: { lat: HOME[1], lon: HOME[0], radius_m: 100 },
              buffer_m: 200,
              schedule: [{ days: ['sat', 'sun'], from: '18:00', to: '08:00' }],
            },
          ],
        }),
      ),
    );
    const every10Min = (name: string, [lon, lat]: readonly [number, number]): string =>
      folder.write(
        name,
        ['t,lat,lon', ...Array.from({ length: 73 }, (_, i) => `${start_s + i * 600},${lat},${lon}`)].join('\n'),
      );
    const [inside, away] = [every10Min('inside.csv', at(20)), every10Min('away.csv', at(30_000))];
    const outputs = ['UTC', 'Asia/Seoul', 'America/New_York'].flatMap((zone) =>
      [['--json'], []].map((form) => {
        const done = jikimIn(zone, '--order', night, '--offender', inside, '--victim', away, ...form);
        expect([done.status, done.stderr]).toEqual([0, '']);
        return done.stdout;
      }),
    );
    expect(outputs[0]).toContain('"rule":"zone:ZN"');
    expect(new Set(outputs)).toEqual(new Set(outputs.slice(0, 2)));
  }, 120_000);

  const traces = path.join(root, '../shared/data/traces');
  it.runIf(existsSync(traces)).each([
    // 470 m in one second: held, then released, since the next fix lies where it does.
    ['drive-1hz.csv', 1194, 1194],
    ['urban-canyon.nmea.gz', 1666, 1653],
    ['around-visnjan-with-car.gpx', 104, 104],
    // All of its points carry the same instant of 1901.
    ['Mojstrovka.gpx', 184, 1],
  ])('runs a recorded trace: %s', (name, read, used) => {
    const ages = folder.write('ages.json', JSON.stringify(orderOf({ validFrom: '1900-01-01T00:00:00Z' })));
    const done = jikim(
      '--order',
      ages,
      '--offender',
      path.join(traces, name),
      '--victim',
      path.join(traces, name),
      '--json',
    );
    expect([done.status, done.stderr]).toEqual([0, '']);
    const lines = json(done.stdout);
    // Side by side with itself from the first fix on.
    expect(lines[0]).toMatchObject({ rule: 'proximity', level: 'contact', distance_m: 0 });
    expect(lines.at(-1)).toMatchObject({ minDistance_m: 0, fixes: { read: 2 * read, used: 2 * used, held: 0 } });
  });
  if (!existsSync(traces))
    console.info('analyse: the recorded traces were not run: ../shared/data/traces is not there');
});
