// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { listenForKeys } from '../../../renderer/lib/keys.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord } from '../../../renderer/stores/record.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { resetSession, sessionStore } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { incidentId } from '../../builders/ids.ts';
import { aSnapshot } from '../../builders/snapshot.ts';
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
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = (): void => undefined;
      unobserve = (): void => undefined;
      disconnect = (): void => undefined;
    },
  );
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

const warning = anAlert({ level: 'warning', code: 2 });
/** By the clock of the page, which nothing here sets: with just under a quarter of an hour left. */
const shelved = (): Steps => [
  acknowledged('I1', at(10)),
  {
    body: { kind: 'incident.shelved', reason: 'under-watch', text: null, until_ms: Date.now() + 898_000 },
    actor: byOperator(),
    at_ms: at(10),
  },
];

/** A dispatcher's page: queue and panel. */
const open = async () => {
  const fake = createFakeApi({
    snapshot: () => aSnapshot(),
    keptScreen: () => null,
    entries: () => [],
    keptDrafts: () => [],
  });
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
  const inPage = (role: string, name: string): HTMLElement | undefined =>
    [...document.querySelectorAll<HTMLElement>(`[role="${role}"], ${role}`)].find((one) =>
      one.textContent?.startsWith(name),
    );
  return {
    container,
    hear: (steps: Steps) =>
      act(() => {
        const entries = entriesOf(steps, seq + 1);
        seq += entries.length;
        fake.emit('entries', entries);
      }),
    press: (code: string) => act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { code }))),
    click: (role: string, name: string) => act(() => inPage(role, name)?.click()),
    textArea: () => document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea'),
    rows: () => container.querySelectorAll('ul[aria-label="진행 중인 사건"] [data-incident]').length,
  };
};

test('H asks for a reason and shelves what this desk has heard', async () => {
  const page = await open();
  page.hear(raised(warning));
  page.press('KeyH');
  page.click('radio', '경찰이 지켜보는 중');
  page.click('radio', '30분');
  page.click('button', '보류');
  page.click('button', '보류');
  expect(sent).toEqual([
    {
      ...{ kind: 'incident.shelve', incidentId: 'I1', reason: 'under-watch', text: null, for_s: 1800, sounding: 1 },
      soundedAt_ms: at(0),
    },
  ]);
});

test('another reason is to be typed', async () => {
  const page = await open();
  page.hear(raised(warning));
  page.press('KeyH');
  page.click('radio', '기타');
  page.click('button', '보류');
  expect(sent).toEqual([]);
  expect(document.body.textContent).toContain('사유를 적으십시오.');
});

test('L7: the text of a shelving is a draft until it is sent', async () => {
  const page = await open();
  page.hear(raised(warning));
  page.press('KeyH');
  page.click('radio', '기타');
  act(() => setDraft(incidentId('I1'), 'shelving', '장치 점검 방문'));
  page.click('button', '취소');
  page.press('KeyH');
  expect(page.textArea()?.value).toBe('장치 점검 방문');
  page.click('radio', '기타');
  page.click('button', '보류');
  expect(sent).toMatchObject([{ kind: 'incident.shelve', text: '장치 점검 방문' }]);
  await act(() => vi.waitFor(() => expect(sessionStore.getState().drafts.size).toBe(0)));
});

test('what is shelved leaves the queue for a list with the time left, and comes back with a rise', async () => {
  const page = await open();
  page.hear(raised(warning));
  expect(page.rows()).toBe(1);
  page.hear(shelved());
  expect(page.rows()).toBe(0);
  expect(page.container.textContent).toMatch(/보류 중 1건 · 다음 종료까지 1[45]:\d\d/);
  // Nothing runs beside it, and yet not all is calm.
  expect(page.container.textContent).toContain('보류 중인 사건 1건만 있습니다');
  page.hear([{ body: { kind: 'alert.level', alert: anAlert(), rose: true }, at_ms: at(20) }]);
  expect(page.rows()).toBe(1);
  expect(page.container.textContent).not.toContain('보류 중 1건');
});

test('H takes it back', async () => {
  const page = await open();
  page.hear([...raised(warning), ...shelved()]);
  page.click('button', '보류 중 1건');
  act(() => page.container.querySelector<HTMLElement>('ul[aria-label="보류 중인 사건"] button')?.click());
  expect(page.container.textContent).toContain('경찰이 지켜보는 중');
  page.press('KeyH');
  expect(sent).toEqual([{ kind: 'incident.unshelve', incidentId: 'I1' }]);
});

test.each([
  ['a breach of Code 1', raised()],
  ['a contact', raised(anAlert({ level: 'contact', code: 0 }))],
])('H does nothing at %s', async (_what, steps) => {
  const page = await open();
  page.hear(steps);
  page.press('KeyH');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});
