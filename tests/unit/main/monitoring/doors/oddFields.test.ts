import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../../main/monitoring/doors/forms/message.ts';
import { openMessages, reportForm } from '../../../../../main/monitoring/doors/forms/read.ts';

const read = (body: string): readonly Message[] => {
  const asked = { method: 'POST', query: new URLSearchParams(), body, bearer: null, user: null } as const;
  const opened = openMessages(asked, reportForm(5));
  if (!opened.ok) throw new Error(opened.error);
  return opened.value.elements.map(opened.value.read).filter((message) => message !== null);
};

/** What JSON can hold of which no text can be made. */
const ODD: readonly (readonly [string, string])[] = [
  ['an object that makes no text', '{"toString":null}'],
  ['one that makes no value either', '{"toString":1,"valueOf":1}'],
  ['a list 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
];
describe('a message', () => {
  it.each(ODD)('takes %s in any field for unknown, and hears the rest', (_name, odd) => {
    const fields = ['valid', 'mock', 'charge', 'prov', 'accuracy', 'speed', 'batt', 'hdop', 'token', 'alarm', 'topic'];
    for (const field of fields) {
      const list = `[{"id":"a","alarm":"sos"},{"id":"b","lat":37.5563,"lon":126.9236,"${field}":${odd}}]`;
      const messages = read(list);
      expect(messages.map(({ identity, alarms }) => [identity, alarms])).toEqual([
        ['a', ['sos']],
        ['b', []],
      ]);
      expect(messages[1]?.places[0]?.kind, field).toBe(
        field === 'accuracy' || field === 'hdop' ? 'no-valid-place' : 'fix',
      );
    }
  });

  it('hears the button among as many places as a request can hold', () => {
    const places = Array.from({ length: 300_000 }, () => '{}').join(',');
    expect(read(`{"id":"a","alarm":"sos","location":[${places}]}`).map(({ alarms }) => alarms)).toEqual([['sos']]);
  });
});
