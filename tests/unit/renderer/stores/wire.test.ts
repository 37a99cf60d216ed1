import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { encodePresence } from '../../../../shared/protocol/presence.ts';
import { presenceStore, resetPresence } from '../../../../renderer/stores/presence.ts';
import { recordStore, resetRecord } from '../../../../renderer/stores/record.ts';
import { resetSession, sessionStore } from '../../../../renderer/stores/session.ts';
import { createArrivals } from '../../../../renderer/stores/arrivals.ts';
import { connectStores } from '../../../../renderer/stores/wire.ts';
import { acknowledged, entriesOf, raised } from '../../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../../builders/fakeApi.ts';
import { hiddenPage } from '../../../builders/frames.ts';
import { aFrame, aLease, aSubject } from '../../../builders/presence.ts';
import { aSnapshot } from '../../../builders/snapshot.ts';
import { handle } from '../../../builders/ids.ts';

const all = entriesOf([...raised(), acknowledged(), ...raised(undefined, 'I2', 'ORD-2'), acknowledged('I2')]);
let stop = (): void => undefined;

/** A console process whose journal holds `journal` and answers in pages of two. */
const start = (journal: { entries: readonly Entry[] }) => {
  const fake = createFakeApi({
    snapshot: () => aSnapshot({ head: journal.entries.length }),
    keptScreen: () => null,
    entries: ({ since }) => journal.entries.filter((entry) => entry.seq > since).slice(0, 2),
  });
  const { bridge, setUp } = fakeBridge(fake);
  stop = connectStores(bridge, { name: 'page' }, createArrivals(hiddenPage));
  return { fake, setUp };
};
const head = (): number => recordStore.getState().head;

beforeEach(() => {
  resetRecord();
  resetPresence();
  resetSession();
});
afterEach(() => stop());

test('pages the whole journal at start', async () => {
  start({ entries: all });
  await vi.waitFor(() => expect(head()).toBe(6));
  expect(sessionStore.getState().ready).toBe(true);
});

test('an event beyond a gap makes it ask for what is missing', async () => {
  const journal: { entries: readonly Entry[] } = { entries: all.slice(0, 2) };
  const { fake } = start(journal);
  await vi.waitFor(() => expect(head()).toBe(2));
  journal.entries = all;
  fake.emit('entries', all.slice(5));
  await vi.waitFor(() => expect(head()).toBe(6));
});

test('after a reset nothing of the old record is left, not even a page asked for before it', async () => {
  const other = entriesOf(raised(undefined, 'I9'));
  const journal = { entries: all };
  const { fake } = start(journal);
  await vi.waitFor(() => expect(fake.calls.some(({ name }) => name === 'entries')).toBe(true));
  journal.entries = other;
  fake.emit('recordReset', null);
  await vi.waitFor(() => expect(head()).toBe(2));
  expect([...recordStore.getState().world.incidents.keys()]).toEqual(['I9']);
});

test('a page that lost its console process takes over whatever journal it finds again', async () => {
  const journal = { entries: all };
  const { setUp } = start(journal);
  await vi.waitFor(() => expect(head()).toBe(6));
  setUp(false);
  expect(sessionStore.getState().bridge.up).toBe(false);
  journal.entries = entriesOf(raised(undefined, 'I9'));
  setUp(true);
  await vi.waitFor(() => expect([...recordStore.getState().world.incidents.keys()]).toEqual(['I9']));
});

test('positions leave with the session, and with the record', async () => {
  const { fake } = start({ entries: [] });
  await vi.waitFor(() => expect(sessionStore.getState().ready).toBe(true));
  const show = (): void => {
    fake.emit('leases', [aLease()]);
    fake.emit('presence', encodePresence(aFrame({ subjects: [aSubject({ handle: handle(11) })] })));
    expect(presenceStore.getState().subjects.size).toBe(1);
  };
  show();
  fake.emit('session', { session: null, ended: 'expired' });
  expect(presenceStore.getState().subjects.size).toBe(0);
  show();
  fake.emit('recordReset', null);
  expect(presenceStore.getState()).toMatchObject({ frame: null, leases: [] });
});

test('a frame that cannot be read is counted', () => {
  const { fake } = start({ entries: [] });
  fake.emit('presence', new Uint8Array(3));
  expect(sessionStore.getState().bridgeRefused).toBe(1);
});
