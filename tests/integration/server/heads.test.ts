import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashEntry, fromHex, toHex } from '../../../main/evidence/log/hashes.ts';
import { digestOfHead, isHeadSigned } from '../../../main/evidence/log/heads.ts';
import { isConsistent } from '../../../main/evidence/log/proofs.ts';
import { createTree } from '../../../main/evidence/log/tree.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';

let data = dataFolder();
beforeEach(() => {
  data = dataFolder();
});
afterEach(() => data.drop());

const headsOf = (console: TestConsole): readonly LogNews[] =>
  console.raw.filter(([name]) => name === 'head').map(([, news]) => serverEvents.head.parse(news));

const signed = (news: LogNews | undefined): SignedHead => {
  if (news?.signedHead === undefined || news.signedHead === null) throw new Error('no head');
  return news.signedHead;
};

const asTree = ({ head }: SignedHead) => ({ size: head.size, root: fromHex(head.root) });

const press = async (port: number): Promise<void> => {
  const device = deviceTokens(data.path).get('V-quiet');
  const body = JSON.stringify({ deviceId: device?.deviceId, token: device?.token });
  expect((await fetch(`http://127.0.0.1:${port}/sos`, { method: 'POST', body })).status).toBe(200);
};

it('signs what it records, tells every desk, and proves that the log only grew, over a restart too', async () => {
  const first = await startServer(data.path);
  const desk = await connectConsole(first.port);
  await desk.signIn('dispatcher1', 'jikim-dispatch');
  await press(first.port);
  await until('a head', () => headsOf(desk).length > 0);
  const incidentId = desk.entries.find((entry) => entry.incidentId !== null)?.incidentId;
  if (incidentId === undefined || incidentId === null) throw new Error('no incident');
  const grown = signed(headsOf(desk).at(-1)).head.size;
  expect((await desk.command('note-1', { kind: 'note.add', incidentId, text: '가상의 메모' })).ok).toBe(true);
  await until('a head over the note', () => signed(headsOf(desk).at(-1)).head.size > grown);

  const heads = headsOf(desk).map((news) => ({ news, head: signed(news) }));
  for (const [index, { news, head }] of heads.entries()) {
    expect(isHeadSigned(head)).toBe(true);
    const before = heads[index - 1];
    if (before === undefined) continue;
    expect(news.since).toBe(before.head.head.size);
    expect(head.head.previous).toBe(digestOfHead(before.head));
    expect(isConsistent(asTree(before.head), asTree(head), news.proof.map(fromHex))).toBe(true);
  }
  desk.close();
  expect(await first.stop('SIGKILL')).not.toBe(0);

  const second = await startServer(data.path);
  const chief = await connectConsole(second.port);
  await chief.signIn('supervisor1', 'jikim-review');
  const seen = heads.at(-1)?.head;
  if (seen === undefined) throw new Error('no head was seen');
  await until('a head after the restart', () => headsOf(chief).length > 0 || chief.heard.includes('heartbeat'));
  const news = await chief.call('head', { since: seen.head.size });
  if (!news.ok) throw new Error(news.error.reason);
  const now = signed(news.value);
  expect(isHeadSigned(now)).toBe(true);
  expect(now.head.publicKey).toBe(seen.head.publicKey);
  expect(now.head.logId).toBe(seen.head.logId);
  expect(isConsistent(asTree(seen), asTree(now), news.value.proof.map(fromHex))).toBe(true);

  const tree = createTree();
  for (const entry of await readRecord(chief)) tree.append(hashEntry(entry));
  expect(toHex(tree.root(now.head.size))).toBe(now.head.root);
  chief.close();
  expect(await second.stop()).toBe(0);
});

it('gives no head to who is not signed in', async () => {
  const server = await startServer(data.path);
  const nobody = await connectConsole(server.port);
  expect(await nobody.call('head', { since: 0 })).toEqual({ ok: false, error: { reason: 'not-signed-in' } });
  nobody.close();
  await server.stop();
});
