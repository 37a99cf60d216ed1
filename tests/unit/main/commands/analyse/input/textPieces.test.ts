import { describe, expect, it } from 'vitest';
import { fixes, shown, track } from './files.ts';

const gpx = (declared: string, name = '지킴'): string =>
  `<?xml version="1.0"${declared}?>\n<gpx><metadata><name>${name}</name></metadata><trk><trkseg><trkpt lat="37.55" lon="126.92"><time>2026-05-08T11:00:00Z</time></trkpt></trkseg></trk></gpx>`;
const CSV = 't,lat,lon\n2026-05-08T11:00:00Z,37.55,126.92\n';

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

describe('encodings of files', () => {
  it.each([
    ['UTF-8 with a byte order mark', 't.gpx', Buffer.from(`\uFEFF${gpx(' encoding="UTF-8"')}`)],
    ['UTF-16 LE with a byte order mark', 't.gpx', utf16le(`\uFEFF${gpx(' encoding="UTF-16"')}`)],
    ['UTF-16 BE with a byte order mark', 't.gpx', utf16be(`\uFEFF${gpx(' encoding="UTF-16"')}`)],
    ['UTF-16 LE without one', 't.gpx', utf16le(gpx(' encoding="UTF-16LE"'))],
    ['UTF-16 BE without one', 't.gpx', utf16be(gpx(''))],
    ['UTF-8 that calls itself UTF-16', 't.gpx', Buffer.from(gpx(' encoding="utf-16"'))],
    ['EUC-KR', 't.gpx', Buffer.from(gpx(" encoding='EUC-KR'", '\u00C1\u00F6'), 'latin1')],
    ['Latin 1', 't.gpx', Buffer.from(gpx(' encoding="ISO-8859-1"', 'é'), 'latin1')],
    ['UTF-16 LE', 't.csv', utf16le(`\uFEFF${CSV}`)],
    ['UTF-16 BE without a byte order mark', 't.csv', utf16be(CSV)],
  ])('reads %s: %s', async (_, name, bytes) => {
    const read = await track(name, bytes);
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toMatchObject([{ lat: 37.55, lon: 126.92 }]);
  });

  it('reads UTF-16 whose characters lie across two pieces of the file', async () => {
    // An odd number of bytes before the pairs would shift every character after it.
    const read = await track('t.gpx', utf16le(`\uFEFF${gpx('', '지킴'.repeat(60_000))}`));
    expect(fixes(read)).toHaveLength(1);
  });

  it('names an encoding that it does not know', async () => {
    const read = await track('t.gpx', gpx(' encoding="EBCDIC-KR"'));
    expect(shown(read.fault)).toBe('t.gpx: encoding: EBCDIC-KR is not known; write the file as UTF-8');
  });
});
