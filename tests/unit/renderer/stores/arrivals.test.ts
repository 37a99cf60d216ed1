import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { encodePresence } from '../../../../shared/protocol/presence.ts';
import { createArrivals, framesOf } from '../../../../renderer/stores/arrivals.ts';
import { clockStore } from '../../../../renderer/stores/clock.ts';
import { presenceStore, resetPresence } from '../../../../renderer/stores/presence.ts';
import { recordStore, resetRecord } from '../../../../renderer/stores/record.ts';
import { resetSession, sessionStore } from '../../../../renderer/stores/session.ts';
import { connectStores } from '../../../../renderer/stores/wire.ts';
import { aBurst } from '../../../builders/burst.ts';
import { entriesOf, raised } from '../../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../../builders/fakeApi.ts';
import { fakeFrames } from '../../../builders/frames.ts';
import { handle, incidentId, leaseId } from '../../../builders/ids.ts';
import { aFrame, aLease, aSubject } from '../../../builders/presence.ts';
import { aLink, aSession, aSnapshot } from '../../../builders/snapshot.ts';
import { at } from '../../../builders/times.ts';

const STORES = [recordStore, presenceStore, sessionStore, clockStore] as const;
const stops: (() => void)[] = [];
/** Looked again and again without a pause: what is waited for takes a few turns of the loop. */
const OFTEN = { interval: 1 } as const;

/** A page that has taken its snapshot, over a console process whose journal answers with `journal`. */
const start = async (journal: readonly Entry[] = []) => {
  const page = fakeFrames();
  const fake = createFakeApi({
    snapshot: () => aSnapshot({ head: 0 }),
    keptScreen: () => null,
    entries: ({ since }) => journal.filter((entry) => entry.seq > since),
  });
  const arrivals = createArrivals(page.frames);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop);
  await vi.waitFor(() => {
    page.draw();
    expect(sessionStore.getState().ready).toBe(true);
    expect(fake.calls.some(({ name }) => name === 'keptScreen')).toBe(true);
  }, OFTEN);
  const asked = (): number => fake.calls.filter(({ name }) => name === 'entries').length;
  return { ...page, emit: fake.emit, arrivals, asked };
};

/** How often the listeners of any store were told. */
const countTold = (): (() => number) => {
  let told = 0;
  for (const store of STORES) stops.push(store.subscribe(() => (told += 1)));
  return () => told;
};

beforeEach(() => {
  resetRecord();
  resetPresence();
  resetSession();
});
afterEach(() => stops.splice(0).forEach((stop) => stop()));

test('500 entries in 20 messages, leases and positions between two pictures: each store tells its listeners once', async () => {
  const { emit, draw } = await start();
  const told = countTold();
  for (const message of aBurst()) message(emit);
  expect(told()).toBe(0);
  expect(recordStore.getState().head).toBe(0);
  draw();
  expect(told()).toBe(2); // record and presence
  expect(recordStore.getState().head).toBe(500);
  expect(presenceStore.getState().leases).toHaveLength(20);
  draw();
  expect(told()).toBe(2);
});

test('whoever hears of one store finds the others as they are after the same picture', async () => {
  const { emit, draw } = await start();
  const seen: unknown[] = [];
  for (const store of STORES) {
    stops.push(
      store.subscribe(() =>
        seen.push([
          recordStore.getState().head,
          presenceStore.getState().leases.length,
          sessionStore.getState().link?.droppedFrames,
        ]),
      ),
    );
  }
  emit('leaseOpened', aLease());
  emit('link', aLink({ droppedFrames: 7 }));
  emit('entries', entriesOf(raised()));
  draw();
  expect(seen).toEqual(Array.from({ length: 3 }, () => [2, 1, 7]));
});

test('what arrives is applied in the order it came, also where the console process answers in between', async () => {
  const { emit, draw } = await start();
  emit('link', aLink({ droppedFrames: 1 }));
  emit('leases', [aLease({ id: leaseId('L1') })]);
  emit('entries', entriesOf(raised()));
  emit('link', aLink({ droppedFrames: 2 }));
  emit('leaseEnded', { leaseId: leaseId('L1') });
  draw();
  expect(sessionStore.getState().link?.droppedFrames).toBe(2);
  expect(presenceStore.getState().leases).toEqual([]);
});

test('an event that came before the snapshot does not put its older state over it', async () => {
  const page = fakeFrames();
  const fake = createFakeApi({
    snapshot: () => aSnapshot({ link: aLink({ droppedFrames: 2 }) }),
    keptScreen: () => null,
    entries: () => [],
  });
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, createArrivals(page.frames)));
  fake.emit('link', aLink({ droppedFrames: 1 }));
  await vi.waitFor(() => expect(fake.calls.some(({ name }) => name === 'entries')).toBe(true));
  page.draw();
  expect(sessionStore.getState().link?.droppedFrames).toBe(2);
});

test('a hidden page applies at once, and what waited when it was hidden', async () => {
  const { emit, hide, show } = await start();
  emit('entries', entriesOf(raised()));
  expect(recordStore.getState().head).toBe(0);
  hide();
  expect(recordStore.getState().head).toBe(2);
  emit('entries', entriesOf(raised(undefined, 'I2', 'ORD-2'), 3));
  expect(recordStore.getState().head).toBe(4);
  show();
  emit('entries', entriesOf(raised(undefined, 'I3', 'ORD-3'), 5));
  expect(recordStore.getState().head).toBe(4);
});

test('a gap is asked for at once, not with the next picture', async () => {
  const all = entriesOf([...raised(), ...raised(undefined, 'I2', 'ORD-2')]);
  const journal: Entry[] = [];
  const { emit, draw, asked } = await start(journal);
  const before = asked();
  journal.push(...all);
  emit('entries', all.slice(2));
  expect(asked()).toBe(before + 1);
  await vi.waitFor(() => expect(asked()).toBe(before + 2)); // until a page is empty
  draw();
  expect(recordStore.getState().head).toBe(4);
});

test('entries that come after a reset in the same picture are not lost with those before it', async () => {
  const other = entriesOf(raised(undefined, 'I9', 'ORD-9'));
  const { emit, draw } = await start();
  emit('entries', entriesOf([...raised(), ...raised(undefined, 'I2', 'ORD-2')]));
  emit('recordReset', null);
  emit('entries', other);
  draw();
  expect([...recordStore.getState().world.incidents.keys()]).toEqual(['I9']);
  expect(recordStore.getState().head).toBe(2);
});

test('positions go with the session before the next picture is drawn', async () => {
  const { emit, draw } = await start();
  emit('entries', entriesOf(raised()));
  emit('leases', [aLease()]);
  emit('presence', encodePresence(aFrame({ subjects: [aSubject({ handle: handle(11) })] })));
  draw();
  expect(presenceStore.getState().subjects.size).toBe(1);
  emit(
    'presence',
    encodePresence(aFrame({ frame: 2, serverTime_ms: at(1), subjects: [aSubject({ handle: handle(11) })] })),
  );
  emit('session', { session: null, ended: 'expired' });
  draw();
  expect(presenceStore.getState()).toMatchObject({ frame: null, leases: [] });
  emit('session', { session: aSession(), ended: null });
  draw();
  expect(sessionStore.getState().session).toEqual(aSession());
});

test('a bug in one change is thrown, and keeps nothing that came with it off the screen', async () => {
  const { arrivals, emit, draw } = await start();
  const thrown: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (work: () => void) => thrown.push(work));
  stops.push(() => vi.unstubAllGlobals());
  arrivals.add(() => {
    throw new Error('a bug');
  });
  emit('entries', entriesOf(raised()));
  draw();
  expect(recordStore.getState().world.incidents.has(incidentId('I1'))).toBe(true);
  expect(thrown).toHaveLength(1);
  expect(thrown[0]).toThrow('a bug');
});

test('a bug in a listener is thrown, and keeps no other listener, of its store or of a later one, from hearing', async () => {
  const { emit, draw } = await start();
  const thrown: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (work: () => void) => thrown.push(work));
  stops.push(() => vi.unstubAllGlobals());
  stops.push(
    recordStore.subscribe(() => {
      throw new Error('a bug');
    }),
  );
  const told = countTold();
  emit('entries', entriesOf(raised()));
  emit('leaseOpened', aLease());
  draw();
  expect(told()).toBe(2); // record and presence
  expect(thrown).toHaveLength(1);
  expect(thrown[0]).toThrow('a bug');
});

test('a window that counts as seen and is drawn nothing waits no longer than three pictures take', () => {
  vi.useFakeTimers();
  stops.push(() => vi.useRealTimers());
  const calledOff: number[] = [];
  const document = Object.assign(new EventTarget(), { hidden: false });
  const page = {
    document,
    requestAnimationFrame: () => 7,
    cancelAnimationFrame: (id: number) => calledOff.push(id),
    setTimeout,
    clearTimeout,
  };
  let applied = 0;
  // The few members of a window that frames are made from.
  const { add } = createArrivals(framesOf(page as unknown as Window));
  add(() => (applied += 1));
  vi.advanceTimersByTime(49);
  expect(applied).toBe(0);
  vi.advanceTimersByTime(1);
  expect(applied).toBe(1);
  expect(calledOff).toEqual([7]);
  add(() => (applied += 1));
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(applied).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});
