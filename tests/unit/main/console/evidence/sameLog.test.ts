import { expect, test } from 'vitest';
import { exportEvidence } from '../../../../../main/console/evidence/export.ts';
import { isOfKnownLog } from '../../../../../main/console/evidence/sameLog.ts';
import type { Link } from '../../../../../main/console/link/link.ts';
import { CommandId } from '../../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { aDirectory } from '../../../../builders/directory.ts';
import { openEvidence } from '../../../../builders/evidence.ts';
import { aLogOf, aSigner } from '../../../../builders/log.ts';
import type { AnyLog } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';

const notes = (n: number, of = 'note'): readonly Entry[] =>
  entriesOf(Array.from({ length: n }, (_, i) => ({ body: { kind: 'note.added', text: `${of} ${i + 1}` } })));
const headAt = (n: number, of?: string) => aLogOf(notes(n, of)).head(T0);
/** A server that keeps this log; the head it answers with may change from one question to the next. */
const serverOf = (log: AnyLog, onAsked: () => void = () => undefined): Pick<Link, 'call'> => ({
  call: (async (_name: string, { since }: { readonly since: number }) => {
    onAsked();
    return ok(ok(log.news(since, T0)));
  }) as Link['call'], // answers the one call that is asked
});
const STRANGE = err({ at: 'log' });

test('older, equal and newer than what was seen: one history holds', async () => {
  const server = serverOf(aLogOf(notes(9)));
  for (const size of [3, 5, 7, 9]) expect(await isOfKnownLog(server, headAt(5), headAt(size))).toEqual(ok(null));
  expect(await isOfKnownLog(server, null, headAt(7))).toEqual(ok(null));
});

test('another history is told, whatever size it has and whichever of both the server proves', async () => {
  for (const size of [3, 5, 7]) {
    for (const of of ['note', 'other'])
      expect(await isOfKnownLog(serverOf(aLogOf(notes(9, of))), headAt(5), headAt(size, 'other'))).toEqual(STRANGE);
  }
});

test('another log, another key and a head that nobody signed are told without asking', async () => {
  const silent: Pick<Link, 'call'> = { call: () => Promise.reject(new Error('asked')) };
  const named = aLogOf(notes(5), aSigner(), 'log-2').head(T0);
  const keyed = aLogOf(notes(5), aSigner(2)).head(T0);
  const unsigned = { ...headAt(5), head: { ...headAt(5).head, size: 6 } };
  for (const head of [named, keyed, unsigned]) expect(await isOfKnownLog(silent, headAt(5), head)).toEqual(STRANGE);
  expect(await isOfKnownLog(silent, null, unsigned)).toEqual(STRANGE);
});

test('a head signed between both questions is asked about again; no answer is no verdict', async () => {
  const all = notes(20);
  const log = aLogOf(all.slice(0, 9));
  let asked = 0;
  const server = serverOf(log, () => {
    asked += 1;
    if (asked === 2) log.append(all.slice(9, 12));
  });
  expect(await isOfKnownLog(server, headAt(5), headAt(7))).toEqual(ok(null));
  expect(asked).toBe(4);
  const away = { call: (async () => err('offline')) as Link['call'] }; // of every call
  expect(await isOfKnownLog(away, headAt(5), headAt(7))).toEqual(err({ at: 'link', failure: 'offline' }));
});

test('evidence of another history is not sealed', async () => {
  const asked: string[] = [];
  const evidence = openEvidence();
  const link: Pick<Link, 'call'> = {
    call: (async (name: string) => {
      asked.push(name);
      return ok(ok(name === 'directory' ? aDirectory() : evidence));
    }) as Link['call'], // it is asked for these two only
  };
  const ports = {
    link,
    seen: () => headAt(5),
    newCommandId: () => CommandId.parse('c'),
    recover: async () => undefined,
  };
  expect(await exportEvidence(ports, { incidentId: evidence.record.incidentId, reason: '검찰 송치' })).toEqual(STRANGE);
  expect(asked).toEqual(['directory', 'evidence']);
});
