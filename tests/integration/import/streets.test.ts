import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../main/files/policy.ts';
import { projectRoot } from '../../../main/files/root.ts';
import { loadStreets } from '../../../main/monitoring/streets/load.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';

const root = projectRoot();
const real = path.join(root, '../shared/data/streets/hongdae.geojson');
const folders: string[] = [];
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'jikim-import-'));
  folders.push(dir);
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const importStreets = (file: string, data = dir) =>
  spawnSync(process.execPath, [path.join(root, 'main/cli.ts'), 'import', 'streets', file, '--data', data], {
    encoding: 'utf8',
  });
const write = (text: string): string => {
  const file = path.join(dir, 'in.geojson');
  writeFileSync(file, text);
  return file;
};
const lineString = '{"type":"Feature","geometry":{"type":"LineString","coordinates":[[126.92,37.55],[126.921,37.55]]}}';
const collection = (...features: readonly string[]): string =>
  `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;

describe('jikim import streets', () => {
  it('writes the graph and says what it read', () => {
    const run = importStreets(write(collection(lineString)));
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/features read +1\n/);
    expect(run.stdout).toMatch(/0\.1 km, 2 nodes, 1 edges/);
    expect(run.stdout).toContain('126.92000 37.55000 126.92100 37.55000');
    expect(readdirSync(dir).toSorted()).toEqual(['in.geojson', 'streets.json']);
  });

  it.each([
    ['text that is no JSON', '{"type": 1,\n "features": oh}', /:2: not valid JSON/],
    [
      'a latitude out of range',
      collection(lineString, lineString.replace('37.55]]', '97.55]]')),
      /:3: features\.1\.geometry\.coordinates\.1\.1: /,
    ],
    ['a file without lines', collection(), /features: holds no line string/],
    ['another kind of file', '{"type":"Topology"}', /: type: /],
  ])('refuses %s with one line and leaves the old graph', (_, text, message) => {
    writeFileSync(path.join(dir, 'streets.json'), 'old');
    const run = importStreets(write(text));
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^jikim: [^\n]+\n$/);
    expect(run.stderr).toMatch(message);
    expect(readFileSync(path.join(dir, 'streets.json'), 'utf8')).toBe('old');
  });

  it('refuses a missing file and a folder that cannot be one', () => {
    expect(importStreets(path.join(dir, 'none.geojson'))).toMatchObject({ status: 2, stdout: '' });
    const run = importStreets(write(collection(lineString)), path.join(dir, 'in.geojson', 'sub'));
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^jikim: the data folder cannot be written: [^\n]+\n$/);
  });

  const present = existsSync(real);
  if (!present) console.info(`not run: import of real streets, for ${path.relative(root, real)} is absent`);
  it.skipIf(!present)('imports real streets, and routes follow them', () => {
    const out = execFileSync(
      process.execPath,
      [path.join(root, 'main/cli.ts'), 'import', 'streets', real, '--data', dir],
      { encoding: 'utf8' },
    );
    expect(out).toMatch(/features read +5060\n/);
    expect(out).toContain('233.0 km');
    const policy = loadPolicy();
    const [axes, streets] = [null, dir].map((dataDir) => loadStreets({ root, dataDir, policy }));
    if (!axes?.ok || !streets?.ok) throw new Error('streets did not load');
    const [from, to] = [[126.9209, 37.5513] as const, [126.9253, 37.5571] as const];
    const way = streets.value.route(from, to) ?? [];
    const length = way.slice(1).reduce((sum, at, i) => sum + distance_m(way[i] ?? at, at), 0);
    expect(length).toBeGreaterThan(distance_m(from, to));
    expect(length).toBeLessThan(distance_m(from, to) * 1.6);
    // Real blocks are short; the schematic's axes are not.
    expect(way.length).toBeGreaterThan((axes.value.route(from, to) ?? []).length);
    // Outside the district the schematic still helps.
    expect(streets.value.travel([127.0276, 37.4979], [{ at: [127.0366, 37.5006], kind: 'car' }])[0]?.via).toBe(
      'street',
    );
  });

  it('a broken graph in the data folder is named', () => {
    writeFileSync(path.join(dir, 'streets.json'), '{"format":"jikim-streets",\n"version":2}');
    const streets = loadStreets({ root, dataDir: dir, policy: loadPolicy() });
    expect(streets.ok ? '' : streets.error).toMatch(/streets\.json: version: /);
  });
});
