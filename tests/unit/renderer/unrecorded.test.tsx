// @vitest-environment jsdom
import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { SignIn } from '../../../renderer/features/sign-in/index.ts';
import { SupervisorView } from '../../../renderer/features/supervisor/index.ts';
import { ServerStoreBar } from '../../../renderer/features/top-bar/index.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord } from '../../../renderer/stores/record.ts';
import { resetSession, selectIncident } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { Snapshot } from '../../../shared/api/contract.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { aDirectory, supervisor } from '../../builders/directory.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { alertId, commandId, incidentId } from '../../builders/ids.ts';
import { aLink, aPendingCommand, aSession, aSnapshot } from '../../builders/snapshot.ts';
import { T0, at } from '../../builders/times.ts';

const MARK = '아직 기록되지 않음';
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  resetRecord();
  resetPresence();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const recorded = entriesOf(raised(anAlert({ level: 'warning', code: 2 })));
const rise: readonly Entry[] = entriesOf(
  [{ body: { kind: 'alert.level', alert: anAlert({ code: 1 }), rose: true, sounding: 2 }, at_ms: at(20) }],
  3,
);
const another = entriesOf(raised(anAlert({ alertId: alertId('A9') }), 'I9', 'ORD-2', at(30)), 3);

/** A page of this screen whose console holds `recorded`. */
const open = async (screen: ReactNode, over: Partial<Snapshot> = {}) => {
  const snapshot = aSnapshot({ head: recorded.length, ...over });
  const fake = createFakeApi({
    snapshot: () => snapshot,
    keptScreen: () => null,
    keptDrafts: () => [],
    entries: ({ since }) => recorded.filter(({ seq }) => seq > since),
  });
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const arrivals = createArrivals(hiddenPage);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(screen);
    await Promise.resolve();
  });
  await vi.waitFor(() => expect(fake.calls.filter(({ name }) => name === 'entries').length).toBeGreaterThan(1));
  const tell = (after: number, entries: readonly Entry[]) => act(() => fake.emit('provisional', { after, entries }));
  const record = (entries: readonly Entry[]) => act(() => fake.emit('entries', entries));
  const rowOf = (id: string): string => container.querySelector(`[data-incident="${id}"]`)?.textContent ?? '';
  return { fake, container, tell, record, rowOf };
};
const desk = (
  <>
    <Queue />
    <IncidentPanel />
  </>
);

test('a row, the head of its panel and its lines say so as long as they rest on what is not recorded', async () => {
  const { container, tell, record, rowOf } = await open(desk);
  act(() => selectIncident(incidentId('I1')));
  expect(container.textContent).not.toContain(MARK);
  tell(2, rise);
  expect(rowOf('I1')).toContain(MARK);
  const panel = container.querySelector('section[aria-label] header:has([data-unrecorded])');
  expect(panel?.textContent).toContain(MARK);
  expect(container.querySelector('[data-incident="I1"]')?.getAttribute('data-code')).toBe('1');
  record(rise);
  expect(container.textContent).not.toContain(MARK);
  expect(rowOf('I1')).not.toBe('');
});

test('an alarm that is not recorded has a row of its own, which an acknowledgement elsewhere silences', async () => {
  const { container, tell, rowOf } = await open(desk);
  tell(2, another);
  const row = (): Element | null => container.querySelector('[data-incident="I9"]');
  expect(rowOf('I9')).toContain(MARK);
  expect(row()?.getAttribute('data-sounding')).toBe('true');
  tell(4, entriesOf([acknowledged('I9', at(40))], 5));
  expect(row()?.getAttribute('data-sounding')).toBe('false');
  // The server was killed: what it had not recorded is gone, and comes again by itself where it still holds.
  tell(0, []);
  expect(row()).toBeNull();
});

test('an order that the server has decided and cannot record is no order that waits to be sent', async () => {
  const order = aPendingCommand({
    id: commandId('C7'),
    body: { kind: 'note.add', incidentId: incidentId('I1'), text: 'n' },
  });
  const { container, fake, tell } = await open(desk, { outbox: [{ ...order, state: 'unrecorded' }] });
  act(() => selectIncident(incidentId('I1')));
  const tab = [...container.querySelectorAll('[role="tab"]')].find(({ textContent }) => textContent?.includes('기록'));
  await act(async () => {
    tab?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    await Promise.resolve();
  });
  const [noted] = entriesOf([{ body: { kind: 'note.added', text: 'n' } }], 3);
  if (noted === undefined) throw new Error('no entry');
  tell(2, [{ ...noted, commandId: commandId('C7') }]);
  const lines = (): readonly Element[] => [...container.querySelectorAll('[role="log"] li')];
  expect(lines().filter(({ textContent }) => textContent?.includes(MARK))).toHaveLength(1);
  expect(lines().filter((line) => line.getAttribute('data-pending') === 'true')).toHaveLength(0);
  act(() => fake.emit('outbox', [order]));
  expect(lines().filter((line) => line.getAttribute('data-pending') === 'true')).toHaveLength(1);
});

test('the bar says since when the record takes nothing and how much waits, as the heartbeat does', async () => {
  const { container, fake } = await open(<ServerStoreBar />);
  const bar = (): string | null => container.querySelector('[data-testid="server-store-bar"]')?.textContent ?? null;
  expect(bar()).toBeNull();
  act(() => fake.emit('link', aLink({ serverStore: { state: 'refusing', since_ms: T0, waiting: 0 } })));
  expect(bar()).toContain('관제 서버가 기록을 저장하지 못하고 있습니다');
  expect(bar()).not.toContain('미기록');
  act(() => fake.emit('link', aLink({ serverStore: { state: 'refusing', since_ms: T0, waiting: 7 } })));
  expect(bar()).toContain('미기록 7건');
  act(() => fake.emit('link', aLink()));
  expect(bar()).toBeNull();
});

test('the sign-in says it before anybody types a password', async () => {
  const { container, fake } = await open(<SignIn />, { session: null, head: 0 });
  const said = (): string | null => container.querySelector('[data-testid="sign-in-store"]')?.textContent ?? null;
  expect(said()).toBeNull();
  act(() => fake.emit('link', aLink({ serverStore: { state: 'refusing', since_ms: T0, waiting: 0 } })));
  expect(said()).toContain('기록을 저장하지 못하고 있습니다');
});

test('a review holds nothing that is not recorded, and says how much that is', async () => {
  const over = { session: aSession(supervisor), directory: aDirectory() };
  const { container, tell, record } = await open(<SupervisorView />, over);
  const rows = (): number => container.querySelectorAll('tbody tr').length;
  expect(rows()).toBe(1);
  tell(2, another);
  expect(rows()).toBe(1);
  expect(container.textContent).toContain('아직 기록되지 않은 항목 2건');
  record(another);
  expect(rows()).toBe(2);
  expect(container.textContent).not.toContain('아직 기록되지 않은 항목');
});
