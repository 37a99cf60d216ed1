// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { listenForKeys, sinceKey_ms } from '../../../renderer/lib/keys.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord } from '../../../renderer/stores/record.ts';
import { resetSession } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { alertId, personId } from '../../builders/ids.ts';
import { aPendingCommand, aSnapshot } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../renderer/stores/actions.ts', () => ({
  sendCommand: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve(true);
  },
}));

type Steps = Parameters<typeof entriesOf>[0];
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  sent.length = 0;
  resetRecord();
  resetPresence();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', certainty: 'confirmed', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});
const warning = anAlert({ level: 'warning', code: 2 });

/** A dispatcher's page: queue and panel. Each message of entries is drawn before the next. */
const open = async () => {
  const fake = createFakeApi({ snapshot: () => aSnapshot(), keptScreen: () => null, entries: () => [] });
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const arrivals = createArrivals(hiddenPage);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop);
  stops.push(
    listenForKeys(),
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(
      <>
        <Queue />
        <IncidentPanel />
      </>,
    );
    await Promise.resolve();
  });
  let seq = 0;
  return {
    fake,
    container,
    hear: (steps: Steps) =>
      act(() => {
        const entries = entriesOf(steps, seq + 1);
        seq += entries.length;
        fake.emit('entries', entries);
      }),
    press: (code: string) => act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { code }))),
    said: (role: 'alert' | 'status') => container.querySelector(`[role="${role}"][aria-live]`)?.textContent ?? '',
  };
};

test('A acknowledges what this desk has heard, and can be pressed again for what it has not', async () => {
  const page = await open();
  page.hear(raised(warning));
  page.press('KeyA');
  expect(sent).toEqual([{ kind: 'incident.acknowledge', incidentId: 'I1', sounding: 1, soundedAt_ms: at(0) }]);
  // It waits for a frozen link; what has come meanwhile is to be answered for itself.
  const [body] = sent;
  if (body === undefined) throw new Error('nothing was sent');
  act(() => page.fake.emit('outbox', [aPendingCommand({ body })]));
  page.press('KeyA');
  expect(sent).toHaveLength(1);
  page.hear([{ body: { kind: 'alert.raised', alert: sos }, at_ms: at(30) }]);
  page.press('KeyA');
  expect(sent.at(-1)).toEqual({ kind: 'incident.acknowledge', incidentId: 'I1', sounding: 2, soundedAt_ms: at(30) });
});

test('any key counts as somebody at the keys, also one that a field keeps to itself', async () => {
  const page = await open();
  const field = page.container.appendChild(document.createElement('input'));
  field.addEventListener('keydown', (event) => event.stopPropagation());
  const before_ms = performance.now();
  field.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyG', bubbles: true }));
  expect(sinceKey_ms()).toBeLessThanOrEqual(performance.now() - before_ms);
});

test('a screen reader hears every sounding, the same words twice where they are two, and no name', async () => {
  const page = await open();
  page.hear(raised(warning));
  expect(page.said('status')).toContain('코드 2');
  page.hear([{ body: { kind: 'alert.raised', alert: sos }, at_ms: at(30) }]);
  expect([page.said('status'), page.said('alert')]).toEqual(['', '새 경보: 코드 0, 긴급호출, 확정']);
  const spoken = page.container.querySelector('[role="alert"][aria-live] > *');
  page.hear([{ body: { kind: 'alert.repeated', alert: sos }, at_ms: at(40) }]);
  const again = page.container.querySelector('[role="alert"][aria-live] > *');
  expect(again?.textContent).toBe(spoken?.textContent);
  expect(again).not.toBe(spoken);
  page.hear([{ body: { kind: 'incident.escalated', sounding: 2, code: 0 }, at_ms: at(60) }]);
  expect(page.said('alert')).toContain('감독관');
  page.hear([acknowledged('I1', at(70))]);
  expect([page.said('status'), page.said('alert')]).toEqual(['', '']);
});

test('what is over says so first, in a shape of its own, and can still be acknowledged', async () => {
  const page = await open();
  page.hear(raised(warning));
  const row = () => page.container.querySelector('[data-incident="I1"]');
  expect(row()?.textContent).toMatch(/^코드 2경고/);
  page.hear([{ body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'left' }, at_ms: at(40) }]);
  expect(row()?.textContent).toMatch(/^상황 종료코드 2경고/);
  expect(row()?.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('코드 2, 상황 종료');
  expect(page.said('status')).toContain('상황 종료');
  page.press('KeyA');
  expect(sent).toHaveLength(1);
});

test('row and panel name the same first: when the most urgent that rings began, not what was calmer before it', async () => {
  const page = await open();
  page.hear([
    ...raised(warning),
    { body: { kind: 'alert.raised', alert: sos }, at_ms: at(30) },
    { body: { kind: 'alert.repeated', alert: sos }, at_ms: at(40) },
  ]);
  const shown = page.container.textContent;
  const row = /처음 ([\d:]+)/.exec(shown)?.[1];
  expect(row).toMatch(/\d:\d\d/);
  expect(/미확인 울림 3회 · .*코드 0 후 ([\d:]+)/.exec(shown)?.[1]).toBe(row);
});
