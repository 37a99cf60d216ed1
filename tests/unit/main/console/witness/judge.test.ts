import { expect, test } from 'vitest';
import { judgeHead } from '../../../../../main/console/witness/judge.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { aLogOf, aSigner } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';

const notes = (n: number, of = 'note'): readonly Entry[] =>
  entriesOf(Array.from({ length: n }, (_, i) => ({ body: { kind: 'note.added', text: `${of} ${i + 1}` } })));
const NOW = T0 + 60_000;

const judged = (seen: ReturnType<typeof aLogOf>, then: ReturnType<typeof aLogOf>, since: number, at_ms = NOW) => {
  const news = then.news(since, at_ms);
  if (news.signedHead === null) throw new Error('a log without a head');
  return judgeHead(seen.head(T0).head, news.signedHead, news.proof, NOW);
};

test('a log that only grew holds, and so does one that stands still', () => {
  expect(judged(aLogOf(notes(5)), aLogOf(notes(12)), 5)).toMatchObject({ ok: true, value: { head: { size: 12 } } });
  expect(judged(aLogOf(notes(5)), aLogOf(notes(5)), 5).ok).toBe(true);
});

test('a proof that was made for another size does not matter where the log stands still', () => {
  expect(judged(aLogOf(notes(5)), aLogOf(notes(5)), 3).ok).toBe(true);
});

test('a changed entry among those seen is a rewritten history, whatever proof comes with it', () => {
  const changed = [...notes(4), ...notes(12, 'other').slice(4)];
  for (let since = 0; since <= 12; since += 1)
    expect(judged(aLogOf(notes(5)), aLogOf(changed), since)).toEqual({ ok: false, error: 'rewritten' });
});

test('a shorter log, and one of the same length with another root, are a rewritten history', () => {
  expect(judged(aLogOf(notes(5)), aLogOf(notes(4)), 4)).toEqual({ ok: false, error: 'rewritten' });
  expect(judged(aLogOf(notes(5)), aLogOf(notes(5, 'other')), 5)).toEqual({ ok: false, error: 'rewritten' });
});

test('the key is the one pinned at first sight', () => {
  expect(judged(aLogOf(notes(5)), aLogOf(notes(6), aSigner(2)), 5)).toEqual({ ok: false, error: 'key-changed' });
});

test('a head that its key did not sign, or that no key could, is refused at first sight too', () => {
  const signed = aLogOf(notes(5)).head(T0);
  const other = { ...signed, head: { ...signed.head, size: 6 } };
  expect(judgeHead(null, signed, [], NOW).ok).toBe(true);
  expect(judgeHead(null, other, [], NOW)).toEqual({ ok: false, error: 'signature' });
  const noKey = { ...signed, head: { ...signed.head, publicKey: 'A'.repeat(44) } }; // 33 bytes
  expect(judgeHead(null, noKey, [], NOW)).toEqual({ ok: false, error: 'signature' });
});

test('a head from the future, or older than the one seen by more than clocks are set right, is no fresh one', () => {
  const hour = 3_600_000;
  expect(judged(aLogOf(notes(5)), aLogOf(notes(6)), 5, NOW + hour)).toEqual({ ok: false, error: 'time' });
  expect(judged(aLogOf(notes(5)), aLogOf(notes(6)), 5, T0 - hour)).toEqual({ ok: false, error: 'time' });
  expect(judged(aLogOf(notes(5)), aLogOf(notes(6)), 5, T0 - 1000).ok).toBe(true);
});
