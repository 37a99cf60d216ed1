import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import fc from 'fast-check';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { Advice } from '../../../../shared/protocol/messages.ts';
import { createArrivals } from '../../../../renderer/stores/arrivals.ts';
import { presenceStore, resetPresence } from '../../../../renderer/stores/presence.ts';
import { recordStore, resetRecord } from '../../../../renderer/stores/record.ts';
import { resetSession, sessionStore } from '../../../../renderer/stores/session.ts';
import { connectStores } from '../../../../renderer/stores/wire.ts';
import { acknowledged, entriesOf, raised } from '../../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../../builders/fakeApi.ts';
import type { FakeApi } from '../../../builders/fakeApi.ts';
import { fakeFrames, hiddenPage } from '../../../builders/frames.ts';
import { incidentId, leaseId } from '../../../builders/ids.ts';
import { aLease } from '../../../builders/presence.ts';
import { aSnapshot } from '../../../builders/snapshot.ts';
import { T0, at } from '../../../builders/times.ts';

const stops: (() => void)[] = [];
/** Looked again and again without a pause: what is waited for takes a few turns of the loop. */
const OFTEN = { interval: 1 } as const;
/** Incidents of leases that were shown while the record did not have them. */
let orphans: string[] = [];
const all = entriesOf([...raised(), acknowledged(), ...raised(undefined, 'I2', 'ORD-2'), acknowledged('I2')]);
const L1 = aLease({ id: leaseId('L1') });
const L2 = aLease({ id: leaseId('L2'), incidentId: incidentId('I2') });
const advice = (incident: string, at_ms = T0): Advice => ({
  incidentId: incidentId(incident),
  at_ms,
  ranking: [],
  offender: null,
  escape: [],
  led: [],
});
const shown = () => presenceStore.getState().leases.map(({ lease }) => lease.id);

type Served = Parameters<typeof aSnapshot>[0] & { readonly journal?: readonly Entry[] };

const start = (served: Served = {}, frames = hiddenPage) => {
  const { journal = [], ...snapshot } = served;
  const fake = createFakeApi({
    snapshot: () => aSnapshot({ head: journal.length, ...snapshot }),
    keptScreen: () => null,
    entries: ({ since }) => journal.filter((entry) => entry.seq > since).slice(0, 2),
  });
  const arrivals = createArrivals(frames);
  const stop = connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals);
  stops.push(stop, arrivals.stop);
  return { ...fake, stop };
};
/** Also what was asked for has been answered. */
const started = async (served: Served = {}): Promise<FakeApi> => {
  const fake = start(served);
  await vi.waitFor(() => expect(fake.calls.some(({ name }) => name === 'keptScreen')).toBe(true));
  return fake;
};

beforeEach(() => {
  resetRecord();
  resetPresence();
  resetSession();
  orphans = [];
  stops.push(
    presenceStore.subscribe(({ leases }) => {
      const { incidents } = recordStore.getState().world;
      orphans.push(...leases.map(({ lease }) => lease.incidentId).filter((id) => !incidents.has(id)));
    }),
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  expect(orphans).toEqual([]);
});

test('a lease that comes before its incident waits for it, and for nothing else', async () => {
  const { emit } = await started();
  emit('leaseOpened', L1);
  emit('leaseOpened', L2);
  expect(shown()).toEqual([]);
  emit('entries', all.slice(0, 3));
  expect(shown()).toEqual(['L1']);
  emit('entries', all.slice(3));
  expect(shown()).toEqual(['L1', 'L2']);
});

test('beyond a gap the lease waits for the page that fills it', async () => {
  const journal: Entry[] = [];
  const { emit } = await started({ journal });
  journal.push(...all);
  emit('entries', all.slice(4));
  emit('leaseOpened', L2);
  expect(shown()).toEqual([]);
  await vi.waitFor(() => expect(shown()).toEqual(['L2']));
});

test('leases of the snapshot wait for the pages, with their advice', async () => {
  const { calls } = start({ journal: all, leases: [L1, L2], advice: [advice('I1'), advice('I2')] });
  await vi.waitFor(() => expect(shown()).toEqual(['L1', 'L2']));
  expect([...presenceStore.getState().advice.keys()]).toEqual(['I1', 'I2']);
  expect(calls.filter(({ name }) => name === 'entries')).toHaveLength(4);
});

test('what becomes of a lease while it waits holds when it is let through; the newest advice comes with it', async () => {
  const { emit } = await started();
  emit('leaseOpened', L1);
  emit('advice', advice('I1', at(0)));
  emit('advice', advice('I1', at(2)));
  emit('leaseRenewed', { leaseId: L1.lease.id, expiresAt_ms: at(1800) });
  emit('leaseOpened', L2);
  emit('advice', advice('I2'));
  emit('leaseEnded', { leaseId: L2.lease.id });
  emit('entries', all);
  expect(presenceStore.getState().leases).toEqual([{ ...L1, lease: { ...L1.lease, expiresAt_ms: at(1800) } }]);
  expect([...presenceStore.getState().advice.values()]).toEqual([advice('I1', at(2))]);
});

test('nothing that waits outlives the session, the record or a list that does not name it', async () => {
  const { emit } = await started();
  emit('leaseOpened', L1);
  emit('session', { session: null, ended: 'expired' });
  emit('entries', all.slice(0, 3));
  expect(shown()).toEqual([]);
  emit('leaseOpened', L2);
  emit('leases', []);
  emit('entries', all.slice(3));
  expect(shown()).toEqual([]);
  emit('recordReset', null);
  emit('leaseOpened', L1);
  emit('recordReset', null);
  emit('entries', all);
  expect(shown()).toEqual([]);
});

test('in every order of arrival the page ends with the same leases and advice', async () => {
  const messages: readonly ((emit: FakeApi['emit']) => void)[] = [
    (emit) => emit('leaseOpened', L1),
    (emit) => emit('leaseOpened', L2),
    (emit) => emit('entries', all),
    (emit) => emit('leases', [L1, L2]),
    (emit) => emit('presence', new Uint8Array()), // unreadable: counted, and no hindrance
  ];
  const orders = fc.shuffledSubarray([...messages], { minLength: messages.length });
  const pictures = fc.array(fc.boolean(), { minLength: messages.length, maxLength: messages.length });
  await fc.assert(
    fc.asyncProperty(orders, pictures, async (order, drawnAfter) => {
      resetPresence(); // before the record: no lease without its incident
      resetRecord();
      resetSession();
      const page = fakeFrames();
      const { emit, calls, stop } = start({}, page.frames);
      await vi.waitFor(() => {
        page.draw();
        expect(calls.some(({ name }) => name === 'keptScreen')).toBe(true);
      }, OFTEN);
      for (const [index, message] of order.entries()) {
        message(emit);
        if (drawnAfter[index] === true) page.draw();
      }
      page.draw();
      expect(shown().toSorted()).toEqual(['L1', 'L2']);
      expect(sessionStore.getState().bridgeRefused).toBe(1);
      stop();
    }),
    { numRuns: 60 },
  );
});
