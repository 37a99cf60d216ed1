import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../../../../main/commands/analyse/input/readEvents.ts';
import { DeviceEventKind } from '../../../../../../shared/domain/fixes.ts';
import { aFile, collect, shown } from './files.ts';

const T = '2014-09-10T04:54:07Z';
const events = (...lines: readonly (string | object)[]) =>
  collect(
    readEvents(
      aFile('e.jsonl', lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')),
    ),
  );

describe('events of devices', () => {
  it('reads an event a line, its time in any of its forms, passes over blank lines, and puts them in the order of time', async () => {
    const read = await events(
      { t: T, kind: 'sos', subject: 'victim' },
      '',
      { t: 1_410_324_847.25, kind: 'strap-tamper', subject: 'offender' },
      { t: '-1.5', kind: 'battery-low', subject: 'victim' },
      ' \r',
    );
    expect(shown(read.fault)).toBe('');
    expect(read.lines).toEqual([
      { line: 4, at_ms: -1500, kind: 'battery-low', subject: 'victim', sorted: true },
      { line: 1, at_ms: 1_410_324_847_000, kind: 'sos', subject: 'victim', sorted: true },
      { line: 3, at_ms: 1_410_324_847_250, kind: 'strap-tamper', subject: 'offender', sorted: true },
    ]);
  });

  it('leaves events that are in order as they are', async () => {
    const read = await events(
      { t: 1, kind: 'jamming', subject: 'offender' },
      { t: 1, kind: 'sos', subject: 'victim' },
      { t: 2, kind: 'sos', subject: 'victim' },
    );
    expect(read.lines.map(({ line, sorted }) => [line, sorted])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
  });

  it('knows every event a device can report', async () => {
    const read = await events(...DeviceEventKind.options.map((kind) => ({ t: T, kind, subject: 'offender' })));
    expect(read.lines.map(({ kind }) => kind)).toEqual(DeviceEventKind.options);
  });

  it('reads an empty file as no events', async () => {
    expect(await events('')).toEqual({ lines: [], fault: null });
  });

  const good = { t: T, kind: 'jamming', subject: 'offender' };
  it.each([
    ['an SOS of the offender', { ...good, kind: 'sos' }, 'subject: an SOS comes from the victim'],
    ['an unknown kind', { ...good, kind: 'scream' }, 'kind: '],
    ['an unknown subject', { ...good, subject: 'neighbour' }, 'subject: '],
    ['an unknown key', { ...good, lat: 37.55 }, 'lat: is no known key'],
    ['a missing key', { t: T, kind: 'jamming' }, 'subject: '],
    ['a time without a zone', { ...good, t: '2014-09-10T04:54:07' }, 't: needs a time zone (Z or ±hh:mm)'],
    ['a time that is none', { ...good, t: '2021-02-30T00:00:00Z' }, 't: is no time that exists'],
    ['a time of another type', { ...good, t: null }, 't: must be a time'],
    ['a line that is no object', '[]', 'event: '],
    ['a line that is no JSON', '{"t": ', 'event: is not valid JSON'],
  ])('finds fault with %s', async (_, bad, words) => {
    const read = await events(good, '', bad, good);
    expect(shown(read.fault)).toContain(`e.jsonl:3: ${words}`);
    expect(shown(read.fault)).not.toMatch(/\n|37\.55/);
    expect(read.lines).toHaveLength(1);
  });

  it('finds fault with a file that is not there', async () => {
    expect(shown((await collect(readEvents('none.jsonl'))).fault)).toBe('none.jsonl: file: there is no such file');
  });
});
