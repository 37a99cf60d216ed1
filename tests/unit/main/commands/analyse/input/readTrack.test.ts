import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTrack } from '../../../../../../main/commands/analyse/input/readTrack.ts';
import { projectRoot } from '../../../../../../main/files/root.ts';
import { ORDER, READING, aFile, collect, fixes, refusals, shown, track } from './files.ts';

const CSV = 't,lat,lon\n2014-09-10T04:54:07Z,37.55,126.92\n';

describe('files of tracks', () => {
  it('reads a gzipped file, whatever the case of its name', async () => {
    const read = await track('T.CSV.GZ', gzipSync(CSV));
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toHaveLength(1);
  });

  it('takes the worth of a dilution from the policy', async () => {
    const file = aFile(
      't.gpx',
      '<gpx><trkpt lat="1" lon="2"><time>2020-12-18T06:15:50Z</time><hdop>2</hdop></trkpt></gpx>',
    );
    expect(
      fixes(await collect(readTrack(file, { ...READING, uncertainty: { ...READING.uncertainty, hdop_m: 8 } }, ORDER))),
    ).toMatchObject([{ accuracy_m: 16 }]);
  });

  it.each([
    [
      'of another kind',
      't.kml',
      CSV,
      't.kml: file: is not .csv, .gpx, .nmea, .geojson or .json, nor one of these with .gz',
    ],
    [
      'without an extension',
      'track',
      CSV,
      'track: file: is not .csv, .gpx, .nmea, .geojson or .json, nor one of these with .gz',
    ],
    ['that is called gzip and is none', 't.csv.gz', CSV, 't.csv.gz: file: the gzip is broken or cut short'],
    ['cut short', 't.csv.gz', gzipSync(CSV).subarray(0, 30), 't.csv.gz: file: the gzip is broken or cut short'],
  ])('finds fault with a file %s', async (_, name, content, words) => {
    const read = await track(name, content);
    expect(shown(read.fault)).toBe(words);
    expect(read.lines).toEqual([]);
  });

  it('finds fault with a file that is not there, and with a folder', async () => {
    const file = aFile('t.csv', CSV);
    const folder = path.join(path.dirname(file), 'f.gpx');
    mkdirSync(folder);
    expect(shown((await collect(readTrack(`${file}.gz`, READING, ORDER))).fault)).toBe(
      't.csv.gz: file: there is no such file',
    );
    expect(shown((await collect(readTrack(folder, READING, ORDER))).fault)).toBe('f.gpx: file: is a folder');
  });

  it.each(['csv', 'nmea'])('finds fault with a %s file that is one endless line', async (extension) => {
    const read = await track(`t.${extension}`, 'x'.repeat(1_200_000));
    expect(shown(read.fault)).toBe(`t.${extension}:1: line: is longer than 1048576 characters`);
  });

  it('reads characters that lie across two pieces of the file', async () => {
    // A name of three bytes a character, long enough to cross the size in which files are read.
    const read = await track('t.gpx', `<gpx><name>${'지킴'.repeat(20_000)}</name><trk/></gpx>`);
    expect(shown(read.fault)).toBe('');
  });

  it('leaves the file when its reader stops early', async () => {
    const rows = '2014-09-10T04:54:07Z,37.55,126.92\n'.repeat(10_000);
    const outcomes = readTrack(aFile('t.csv', `t,lat,lon\n${rows}`), READING, ORDER);
    expect((await outcomes.next()).done).toBe(false);
    await outcomes.return();
    expect(await outcomes.next()).toEqual({ done: true, value: undefined });
  });

  it('streams: the memory it takes does not grow with the file', async () => {
    const ROWS = 200_000;
    const file = aFile('t.csv', '');
    const rows = function* (): Generator<string> {
      yield 't,lat,lon,accuracy_m\n';
      for (let i = 0; i < ROWS; i += 1000)
        yield Array.from({ length: 1000 }, (_, j) => `${i + j},37.5${i + j},126.9,5.5\n`).join('');
    };
    await pipeline(Readable.from(rows()), createWriteStream(file));
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heap_bytes = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before_bytes = heap_bytes();
    let count = 0;
    let peak_bytes = 0;
    for await (const outcome of readTrack(file, READING, ORDER)) {
      count += outcome.ok && outcome.value.fix !== null ? 1 : 0;
      if (count % 50_000 === 0) peak_bytes = Math.max(peak_bytes, heap_bytes());
    }
    expect(count).toBe(ROWS);
    // Held, they would take over 30 MB.
    expect(peak_bytes - before_bytes).toBeLessThan(8_000_000);
  });
});

describe('recorded tracks', () => {
  const folder = path.join(projectRoot(), '../shared/data/traces');
  const present = existsSync(folder);
  if (!present) console.info('not run: reading of recorded tracks, for ../shared/data/traces is absent');

  it.skipIf(!present).each([
    ['Mojstrovka.gpx', 184, 0, '1901-12-13T20:45:52.207Z', '1901-12-13T20:45:52.207Z'],
    ['around-visnjan-with-car.gpx', 104, 0, '2020-12-18T06:15:50.000Z', '2020-12-18T06:24:24.000Z'],
    ['drive-1hz.csv', 1194, 0, '2014-09-10T04:54:07.000Z', '2014-09-10T05:14:02.000Z'],
    ['urban-canyon.nmea.gz', 1653, 13, '2020-02-07T02:14:17.000Z', '2020-02-07T02:43:04.000Z'],
  ])('%s: %i fixes, %i garbled lines', async (name, fixCount, garbled, first, last) => {
    const read = await collect(readTrack(path.join(folder, name), READING, ORDER));
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toHaveLength(fixCount);
    expect(refusals(read)).toHaveLength(garbled);
    expect(refusals(read).every((refusal) => refusal.endsWith(' checksum'))).toBe(true);
    const at = fixes(read).map(({ at_ms }) => new Date(at_ms).toISOString());
    expect([at[0], at.at(-1)]).toEqual([first, last]);
  });
});
