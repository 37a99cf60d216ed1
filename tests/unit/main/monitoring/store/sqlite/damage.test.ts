import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canonical } from '../../../../../../main/evidence/canonical.ts';
import { hashLeaf } from '../../../../../../main/evidence/log/hashes.ts';
import { chance } from '../../../../../../main/monitoring/simulator/random.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { startWatch } from '../../watch.ts';
import { buildStore, copyOf, edit, secret, startOn, tamper } from './damaged.ts';
import type { Kept, Moment, Outcome, StoreFile } from './damaged.ts';

vi.mock(import('../../../../../../main/files/fail.ts'), async (original) => ({
  ...(await original()),
  fail: (message: string): never => {
    throw new Error(message);
  },
}));

const LONG = process.env['JIKIM_LONG'] === '1';
const SEED = Number(process.env['JIKIM_SEED'] ?? Date.now() % 1_000_000);
/** SQLite's file format, sections 4.1 and 4.2: header of the write-ahead log, header of a frame, page. */
const WAL_HEADER = 32;
const FRAME = 24 + 4096;
const PAGE = 4096;

vi.setConfig({ testTimeout: LONG ? 600_000 : 60_000 });
let folder = '';
let kept: Kept;
let tries = 0;
beforeAll(() => {
  // In memory where there is such a folder: hundreds of stores are opened, and each waits for its disk.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jikim-damage-'));
  kept = buildStore(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Damages a copy of a moment and starts on it. */
const after = (moment: Moment, damage: (file: (name: StoreFile) => string) => void): Outcome => {
  tries += 1;
  const to = join(folder, `try-${tries}`);
  const { path, file } = copyOf(moment, to);
  damage(file);
  const outcome = startOn(path);
  rmSync(to, { recursive: true, force: true });
  return outcome;
};

/** Either every acknowledged entry, word for word, or one line. */
const isHonest = (outcome: Outcome, acknowledged: number): boolean =>
  'line' in outcome
    ? outcome.line !== '' && !outcome.line.includes('\n') && !outcome.line.includes('[object')
    : outcome.entries.length >= acknowledged && outcome.entries.every((text, index) => text === kept.texts[index]);

const lineOf = (outcome: Outcome): string =>
  'line' in outcome ? outcome.line : `started with ${outcome.entries.length} entries`;

const flip =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    bytes[at] = (bytes[at] ?? 0) ^ 0x01;
    return bytes;
  };

describe('a store that was left as it lay after any transaction', () => {
  it('is long enough to mean something', () => {
    expect(kept.texts.length).toBeGreaterThan(50);
    expect(kept.heads.length).toBeGreaterThan(1);
    expect(kept.moments.length).toBeGreaterThan(40);
  });

  it('starts with every acknowledged entry', () => {
    const wrong = [...kept.moments, kept.closed].flatMap((moment, index) => {
      const outcome = after(moment, () => undefined);
      return 'entries' in outcome && isHonest(outcome, moment.acknowledged) ? [] : [`${index}: ${lineOf(outcome)}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has its log of writes cut anywhere: starts whole, or names what is lost', () => {
    const { unit } = chance(SEED, 'cuts');
    const cuts = (moment: Moment, before: number): readonly number[] => {
      const size = statSync(join(moment.folder, 'server.db-wal')).size;
      const frames = Math.floor((size - WAL_HEADER) / FRAME);
      const boundaries = Array.from({ length: frames }, (_, n) => WAL_HEADER + n * FRAME).filter((at) => at >= before);
      return [...boundaries, ...boundaries.slice(-2).map((at) => at + 1 + Math.floor(unit() * (FRAME - 1)))];
    };
    const last = kept.moments.at(-1);
    if (last === undefined) throw new Error('no moment');
    let refused = 0;
    const wrong = kept.moments.flatMap((moment, index) => {
      // Of each moment what its own transaction wrote; of the last one, all.
      const previous = kept.moments[index - 1];
      const before =
        previous === undefined || moment === last ? 0 : statSync(join(previous.folder, 'server.db-wal')).size;
      return cuts(moment, before).flatMap((at) => {
        const outcome = after(moment, (file) => truncateSync(file('server.db-wal'), at));
        if ('line' in outcome) refused += 1;
        const named = !('line' in outcome) || /entr(y|ies) \d+|damaged/.test(outcome.line);
        return isHonest(outcome, moment.acknowledged) && named ? [] : [`moment ${index} at ${at}: ${lineOf(outcome)}`];
      });
    });
    expect(wrong, `seed ${SEED}`).toEqual([]);
    expect(refused).toBeGreaterThan(20); // it did cut entries off
  });

  it('has its database cut at every page, or anything in it changed: starts whole, or ends with one line', () => {
    const size = statSync(join(kept.closed.folder, 'server.db')).size;
    const { between } = chance(SEED, 'bytes');
    const step = LONG ? 7 : 701;
    const places = Array.from({ length: Math.floor(size / step) }, (_, n) => Math.floor(n * step + between(0, step)));
    const cut = Array.from({ length: size / PAGE }, (_, n) => n * PAGE).flatMap((at) => {
      const outcome = after(kept.closed, (file) => truncateSync(file('server.db'), at));
      return isHonest(outcome, kept.closed.acknowledged) ? [] : [`cut at ${at}: ${lineOf(outcome)}`];
    });
    const changed = places.flatMap((at) => {
      const outcome = after(kept.closed, (file) => edit(file('server.db'), flip(at)));
      return isHonest(outcome, kept.closed.acknowledged) ? [] : [`byte ${at}: ${lineOf(outcome)}`];
    });
    const open = kept.moments.at(-1) ?? kept.closed;
    const logged = statSync(join(open.folder, 'server.db-wal')).size;
    const inLog = Array.from({ length: LONG ? 1000 : 60 }, () => Math.floor(between(0, logged))).flatMap((at) => {
      const outcome = after(open, (file) => edit(file('server.db-wal'), flip(at)));
      return isHonest(outcome, open.acknowledged) ? [] : [`byte ${at} of the log of writes: ${lineOf(outcome)}`];
    });
    expect([...cut, ...changed, ...inLog], `seed ${SEED}`).toEqual([]);
  });

  it('has one byte of an entry or its leaf changed: names the entry', () => {
    const bytes = readFileSync(join(kept.closed.folder, 'server.db'));
    const { between } = chance(SEED, 'rows');
    const wrong = kept.texts.flatMap((text, index) => {
      const start = bytes.indexOf(text);
      const length = Buffer.byteLength(text);
      expect(start, `entry ${index + 1} lies in one piece`).toBeGreaterThan(0);
      const places = [start, start + Math.floor(between(0, length)), start + length - 1, start + length + 5];
      return places.flatMap((at) => {
        const outcome = after(kept.closed, (file) => edit(file('server.db'), flip(at)));
        return lineOf(outcome) === `entry ${index + 1} was altered`
          ? []
          : [`entry ${index + 1} at ${at}: ${lineOf(outcome)}`];
      });
    });
    expect(wrong, `seed ${SEED}`).toEqual([]);
  });
});

describe('a store that somebody changed who knows how it is made', () => {
  const changed = (sql: string, more: (file: (name: StoreFile) => string) => void = () => undefined): string =>
    lineOf(
      after(kept.closed, (file) => {
        tamper(file('server.db'), sql);
        more(file);
      }),
    );
  const withoutMark = (file: (name: StoreFile) => string): void => rmSync(file('server.db.mark'));
  const size = (): number => kept.texts.length;
  const lastHead = (): number => kept.heads.at(-1) ?? 0;
  /** An entry's row with another text, and the leaf that goes with it. */
  const forged = (seq: number): string => {
    const text = canonical({ ...(JSON.parse(kept.texts[seq - 1] ?? '') as object), recordedAt_ms: 1 }); // an entry of ours
    return `UPDATE entries SET entry = '${text}', leaf = x'${Buffer.from(hashLeaf(text)).toString('hex')}' WHERE seq = ${seq}`;
  };

  it('swapped the texts of two entries', () => {
    const swap = `UPDATE entries SET entry = (SELECT entry FROM entries o WHERE o.seq = CASE entries.seq WHEN 4 THEN 9 ELSE 4 END)
      WHERE seq IN (4, 9)`;
    expect(changed(swap)).toBe('entry 4 was altered');
  });

  it('swapped two entries with their leaves', () => {
    const swap =
      'UPDATE entries SET seq = 1000 WHERE seq = 4; UPDATE entries SET seq = 4 WHERE seq = 9; UPDATE entries SET seq = 9 WHERE seq = 1000';
    expect(changed(swap)).toBe('entry 4 cannot be read');
  });

  it.each([1, 2, 7])('deleted the last %i entries', (k) => {
    const sql = () => `DELETE FROM entries WHERE seq > ${size() - k}`;
    const lost = k === 1 ? `entry ${size()}` : `entries ${size() - k + 1} to ${size()}`;
    expect(changed(sql())).toBe(`${lost} had been stored and cannot be found any more`);
  });

  it('deleted entries that a head vouches for, and the mark too', () => {
    expect(changed(`DELETE FROM entries WHERE seq >= ${lastHead()}`, withoutMark)).toBe(
      `the log's head at entry ${lastHead()} vouches for entries that are missing from ${lastHead()} on`,
    );
  });

  it('deleted one in the middle, also where the others were numbered anew', () => {
    expect(changed('DELETE FROM entries WHERE seq = 5')).toBe('entry 5 is missing from the record');
    const anew =
      'DELETE FROM entries WHERE seq = 5; UPDATE entries SET seq = -seq WHERE seq > 5; UPDATE entries SET seq = -seq - 1 WHERE seq < 0';
    expect(changed(anew)).toBe('entry 5 cannot be read');
  });

  it('put an entry under another incident', () => {
    expect(changed("UPDATE entries SET incident_id = 'inc-other' WHERE seq = 6")).toBe(
      'entry 6 was put under another incident',
    );
  });

  it('wrote another entry with the leaf that fits it: the mark tells, and without it the head', () => {
    expect(changed(forged(3))).toBe(`the first ${size()} entries are not those that had been stored`);
    expect(changed(forged(3), withoutMark)).toBe(`the log's head at entry ${kept.heads[0]} does not fit the entries`);
  });

  it('altered, replaced or took away heads', () => {
    const [first = 0, second = 0] = kept.heads;
    expect(changed(`DELETE FROM heads WHERE size = ${first}`)).toBe(
      `the log's head at entry ${second} does not follow the one before it`,
    );
    expect(
      changed(`UPDATE heads SET signed = replace(signed, '"at_ms":', '"at_ms":1') WHERE size = ${lastHead()}`),
    ).toBe(`the log's head at entry ${lastHead()} has no valid signature`);
    expect(changed(`UPDATE heads SET signed = 'x' WHERE size = ${first}`)).toBe(
      `the log's head at entry ${first} cannot be read`,
    );
    // Fewer signatures, and not an entry less.
    expect(changed('DELETE FROM heads')).toBe(`started with ${size()} entries`);
  });

  it('took away the name of its log', () => {
    expect(changed("DELETE FROM meta WHERE name = 'log'")).toMatch(/the name of its log is missing or damaged$/);
  });
});

describe('the mark beside a store', () => {
  const mark = (change: (bytes: Buffer) => Buffer): string =>
    lineOf(after(kept.closed, (file) => edit(file('server.db.mark'), change)));

  it('is refused where it is damaged, in any of its bytes', () => {
    const length = statSync(join(kept.closed.folder, 'server.db.mark')).size;
    const lines = Array.from({ length }, (_, at) => mark(flip(at)));
    // A space that turned into another sign, a digit into another digit: no change is taken for nothing.
    expect(lines.filter((line) => line.startsWith('started'))).toEqual([]);
    expect(mark((bytes) => bytes.subarray(0, 30))).toBe('the mark beside the store is damaged');
  });

  it('is done without where it is gone, and made again', () => {
    const gone = after(kept.closed, (file) => {
      rmSync(file('server.db.mark'));
      const store = openStore(file('server.db'), secret);
      startWatch({ store });
      store.close();
      expect(readFileSync(file('server.db.mark'), 'utf8')).toContain(` ${kept.texts.length} `);
    });
    expect(lineOf(gone)).toBe(`started with ${kept.texts.length} entries`);
  });
});
