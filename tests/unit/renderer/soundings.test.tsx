// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { sinceKey_ms } from '../../../renderer/lib/keys.ts';
import { acknowledged, anAlert, raised } from '../../builders/entries.ts';
import { alertId, personId } from '../../builders/ids.ts';
import { aPendingCommand } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', certainty: 'confirmed', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});
const warning = anAlert({ level: 'warning', code: 2 });

/** A dispatcher's page: queue and panel. Each message of entries is drawn before the next. */
const open = async () => {
  const page = await openPage(
    <>
      <Queue />
      <IncidentPanel />
    </>,
  );
  const said = (role: 'alert' | 'status'): string =>
    page.container.querySelector(`[role="${role}"][aria-live]`)?.textContent ?? '';
  return { ...page, said };
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
