// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { CloseButton } from '../../../renderer/features/supervisor/CloseButton.tsx';
import { clockStore } from '../../../renderer/stores/clock.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord, useRecord } from '../../../renderer/stores/record.ts';
import { resetSession, selectIncident, sessionStore } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { supervisor } from '../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { alertId, incidentId, orderId } from '../../builders/ids.ts';
import { aSession, aSnapshot } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../renderer/stores/actions.ts', () => ({
  sendCommand: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve(true);
  },
}));

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

const Closing = () => {
  const incident = useRecord((state) => state.world.incidents.get(incidentId('I2')));
  return incident === undefined ? null : <CloseButton incident={incident} />;
};

type Steps = Parameters<typeof entriesOf>[0];
const open = async (steps: Steps) => {
  const snapshot = () => aSnapshot({ session: aSession(supervisor) });
  const fake = createFakeApi({ snapshot, keptScreen: () => null, entries: () => [] });
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const arrivals = createArrivals(hiddenPage);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(
      <>
        <IncidentPanel />
        <Closing />
      </>,
    );
    await Promise.resolve();
  });
  act(() => fake.emit('entries', entriesOf(steps)));
  return container;
};

const resolved = (incident: string, at_s: number): Steps => [
  { ...acknowledged(incident, at(at_s - 1)) },
  {
    body: { kind: 'incident.resolved', outcome: 'other', cause: null },
    ...{ incident, at_ms: at(at_s), actor: byOperator() },
  },
];
const second = anAlert({ alertId: alertId('A2'), level: 'alert', code: 1, certainty: 'likely' });
const story: Steps = [
  ...raised(anAlert({ level: 'warning', code: 2 })),
  ...resolved('I1', 60),
  {
    body: { kind: 'incident.raised', orderId: orderId('ORD-1'), follows: incidentId('I1') },
    ...{ incident: 'I2', at_ms: at(120) },
  },
  { body: { kind: 'alert.raised', alert: second }, incident: 'I2', at_ms: at(120) },
];

const links = (container: Element): readonly HTMLButtonElement[] => [
  ...container.querySelectorAll<HTMLButtonElement>('nav[aria-label="이어진 사건"] button'),
];
const press = (name: RegExp): void => {
  const found = [...document.querySelectorAll<HTMLButtonElement>('button')].find((one) => name.test(one.textContent));
  if (found === undefined) throw new Error(`no button ${String(name)}`);
  act(() => found.click());
};

test('E2: each incident of a story says which it follows or is followed by, and leads there', async () => {
  const container = await open(story);
  act(() => selectIncident(incidentId('I2')));
  expect(links(container).map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/\d\d:\d\d 사건에 이어짐기타/),
  ]);
  act(() => links(container)[0]?.click());
  expect(sessionStore.getState().selectedIncident).toBe('I1');
  expect(links(container).map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/사건으로 이어짐/)]);
});

test('E2: a story is closed together once all of it has ended, and whether a case follows is asked before', async () => {
  const container = await open(story);
  const button = () => [...container.querySelectorAll('button')].find((one) => one.textContent === '검토 종결');
  expect(button()?.disabled).toBe(true);
  for (const stop of stops.splice(0)) stop();
  resetRecord();

  await open([...story, ...resolved('I2', 180)]);
  press(/^검토 종결$/);
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('이어진 사건 1건을 함께 종결합니다');
  const confirm = () =>
    [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')].find((one) =>
      one.textContent.startsWith('종결하고'),
    );
  expect(confirm()?.disabled).toBe(true);
  press(/위치를 보존합니다/);
  expect(confirm()?.textContent).toMatch(/^종결하고 위치 보존/);
  act(() => setDraft(incidentId('I2'), 'review', '가상의 검토'));
  act(() => confirm()?.click());
  expect(sent).toEqual([{ kind: 'incident.close', incidentId: 'I2', review: '가상의 검토', caseFollows: true }]);
});

test('E2: closing before the time of the story is over says until when positions stay and why, and then what it deletes', async () => {
  await open([...story, ...resolved('I2', 180)]);
  act(() => clockStore.setState({ now_ms: at(200) }));
  press(/^검토 종결$/);
  const dialog = () => document.querySelector('[role="dialog"]')?.textContent;
  expect(dialog()).toMatch(/정밀 위치는 .+까지 보존되고\(이어지는 사건 대비\) 그 뒤 영구 삭제됩니다/);
  expect(dialog()).toContain('종결하고 위치 보존');
  act(() => clockStore.setState({ now_ms: at(180 + 1800) }));
  expect(dialog()).toContain('종결하면 이 사건의 정밀 위치가 영구히 삭제되며');
  press(/위치를 보존합니다/);
  expect(dialog()).toContain('까지 보존되고(수사 진행)');
});
