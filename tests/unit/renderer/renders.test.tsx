// @vitest-environment jsdom
import { Profiler } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence, usePresence } from '../../../renderer/stores/presence.ts';
import { resetRecord, useRecord } from '../../../renderer/stores/record.ts';
import { resetSession, useSession } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import { aBurst } from '../../builders/burst.ts';
import { entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { fakeFrames, hiddenPage } from '../../builders/frames.ts';
import type { Frames } from '../../../renderer/stores/arrivals.ts';
import { aSnapshot } from '../../builders/snapshot.ts';

const stops: (() => void)[] = [];
/** A turn of the loop, as between two messages of a socket: React renders in it whatever it has been told. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

beforeEach(() => {
  resetRecord();
  resetPresence();
  resetSession();
  startI18n();
});
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  vi.unstubAllGlobals();
});

/** A page that has taken its snapshot; counts how often React has committed since, and what components then saw of two stores. */
const open = async (frames: Frames, draw: () => void) => {
  const fake = createFakeApi({ snapshot: () => aSnapshot(), keptScreen: () => null, entries: () => [] });
  const seen: (readonly [incidents: number, leases: number])[] = [];
  let commits = 0;
  const Both = () => {
    seen.push([useRecord((state) => state.world.incidents.size), usePresence((state) => state.leases.length)]);
    return <output>{String(useSession((state) => state.ready))}</output>;
  };
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const arrivals = createArrivals(frames);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop, () => root.unmount());
  root.render(
    <Profiler id="page" onRender={() => (commits += 1)}>
      <Both />
      <Queue />
    </Profiler>,
  );
  await vi.waitFor(() => {
    draw();
    expect(container.querySelector('output')?.textContent).toBe('true');
  });
  // The queue selects the first incident there is by itself, in a render of its own.
  const before = entriesOf(raised(undefined, 'I-before', 'ORD-0'));
  fake.emit('entries', before);
  draw();
  await turn();
  commits = 0;
  seen.length = 0;
  const rows = (): number => container.querySelectorAll('[data-incident]').length;
  return { emit: fake.emit, seen, rows, commits: () => commits, burst: aBurst(before.length) };
};

test('20 incidents of 500 entries between two pictures, message by message: the page renders once, and nothing of it by halves', async () => {
  const { frames, draw } = fakeFrames();
  const page = await open(frames, draw);
  for (const message of page.burst) {
    message(page.emit);
    await turn();
  }
  expect(page.commits()).toBe(0);
  draw();
  await turn();
  expect(page.commits()).toBe(1);
  expect(page.rows()).toBe(21);
  expect(page.seen).toEqual([[21, 20]]);
});

test('a page that nobody sees renders with each message, as its alarms sound with it', async () => {
  const page = await open(hiddenPage, () => undefined);
  for (const message of page.burst) {
    message(page.emit);
    await turn();
  }
  expect(page.commits()).toBe(page.burst.length);
  expect(page.rows()).toBe(21);
});
