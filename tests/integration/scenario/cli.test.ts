import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ScenarioInfo } from '../../../shared/api/contract.ts';
import { Entry } from '../../../shared/domain/incidents/entries.ts';
import { projectRoot } from '../../../main/files/root.ts';

const root = projectRoot();
const dir = mkdtempSync(path.join(tmpdir(), 'jikim-scenario-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const jikim = (...args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(root, 'main/cli.ts'), 'scenario', ...args], { encoding: 'utf8' });

/** A minute in which an offender drives up to a victim who then presses the button. */
const file = path.join(dir, 'minute.yaml');
writeFileSync(
  file,
  stringify({
    name: 'minute',
    title: { ko: '시험', en: 'Test' },
    summary: { ko: '시험', en: 'Test' },
    start: '2026-01-05T09:00:00+09:00',
    duration_s: 60,
    seed: 5,
    people: [
      { id: 'O1', role: 'offender', name: '가해자 A', device: { id: 'd1' }, at: { station: 'sinchon' } },
      { id: 'V1', role: 'victim', name: '피해자 A', device: { id: 'd2' }, at: { station: 'hongik-univ' } },
    ],
    orders: [{ id: 'order1', basis: '시험', number: '1', issuer: '시험', offender: 'O1', victims: ['V1'] }],
    movements: [{ who: 'O1', legs: [{ do: 'drive', to: { station: 'hongik-univ' }, speed_mps: 25 }] }],
    events: [{ at_s: 50, kind: 'sos', who: 'V1' }],
    background: { orders: 3, units: 2 },
  }),
);

const numbersIn = (value: unknown): readonly (readonly [key: string, value: number])[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]): readonly (readonly [string, number])[] =>
        typeof inner === 'number' ? [[key, inner]] : numbersIn(inner),
      );

describe('jikim scenario run', () => {
  const first = jikim('run', file, '--json');

  it('prints the record and a summary, every line of it JSON', () => {
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    const lines = first.stdout.trimEnd().split('\n');
    const entries = lines.slice(0, -1).map((line) => Entry.parse(JSON.parse(line)));
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.map(({ body }) => body.kind)).toEqual(
      expect.arrayContaining(['incident.raised', 'alert.raised', 'alert.level', 'distance.measured']),
    );
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      summary: { scenario: 'minute', seed: 5, entries: entries.length, incidents: 1 },
    });
  });

  it('is the same to the byte for the same file and seed, and another record for another seed', () => {
    expect(jikim('run', file, '--json').stdout).toBe(first.stdout);
    expect(jikim('run', file, '--json', '--seed', '5').stdout).toBe(first.stdout);
    expect(jikim('run', file, '--json', '--seed', '6').stdout).not.toBe(first.stdout);
  });

  it('prints no coordinate', () => {
    const named = first.stdout
      .trimEnd()
      .split('\n')
      .flatMap((line) => numbersIn(JSON.parse(line)).map(([key]) => key));
    const known = [
      'seq',
      'ordinal',
      'recordedAt_ms',
      'at_ms',
      'code',
      'sounding',
      'distance_m',
      'min_m',
      'max_m',
      'closestAt_ms',
      'expiresAt_ms',
      'points',
      'from_ms',
      'to_ms',
    ];
    const summary = ['seed', 'duration_s', 'entries', 'incidents', 'firstAlert_s', 'closest_m'];
    expect(named.filter((key) => ![...known, ...summary].includes(key) && !key.includes('.'))).toEqual([]);
  });

  it('is the same at any speed', () => {
    expect(jikim('run', file, '--json', '--speed', '500').stdout).toBe(first.stdout);
  });

  it('is readable without --json', () => {
    const { stdout } = jikim('run', file);
    expect(stdout).toMatch(/^ {2}0:00 {2}incident\.raised +inc-1 {2}order1$/m);
    expect(stdout).toMatch(/^ {2}0:50 {2}alert\.raised +inc-1 {2}sos:V1, sos, confirmed, code 0/m);
    expect(stdout).toMatch(/^minute, seed 5: \d+ entries, 1 incidents, first alert after 0 s, closest \d+ m$/m);
  });

  it.each([
    [['run', 'nightmare'], /no scenario "nightmare"/],
    [['run', file, '--seed', '-1'], /whole number/],
    [['run', file, '--speed', '0'], /max, or a number/],
    [['run', file, '--data', dir], null],
  ])('%j ends as it should', (args, message) => {
    const run = jikim(...args);
    expect(run.status).toBe(message === null ? 0 : 2);
    if (message !== null) expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('jikim scenario list and check', () => {
  it('lists what there is', () => {
    const infos = jikim('list', '--json')
      .stdout.trimEnd()
      .split('\n')
      .map((line) => ScenarioInfo.parse(JSON.parse(line)));
    expect(infos.map(({ name }) => name)).toEqual(['evening', 'shielded', 'strap-cut', 'subway-gap']);
    expect(jikim('list').stdout).toMatch(/^evening +25 min {2}\S/m);
  });

  it('finds a good file good', () => {
    const run = jikim('check', file);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^minute: fits/);
  });

  it.each([
    ['not YAML', 'name: [a', /bad\.yaml:1: /],
    ['a field nobody knows', 'name: x\nspeed: 3\n', /bad\.yaml:\d+: /],
    ['not a mapping', '- 1\n', /bad\.yaml:1: /],
  ])('names file, line and field of %s', (_, text, message) => {
    const bad = path.join(dir, 'bad.yaml');
    writeFileSync(bad, text);
    const run = jikim('check', bad);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^jikim: [^\n]+\n$/);
    expect(run.stderr).toMatch(message);
  });
});
