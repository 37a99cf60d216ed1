// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { ResolveDialog } from '../../../renderer/features/incident/ResolveDialog.tsx';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord, useRecord } from '../../../renderer/stores/record.ts';
import { resetSession, selectIncident } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Trend } from '../../../shared/domain/proximity/relation.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { alertId, handle, incidentId } from '../../builders/ids.ts';
import { aFrame } from '../../builders/presence.ts';
import { aPendingCommand, aSnapshot } from '../../builders/snapshot.ts';
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

const Resolving = () => {
  const incident = useRecord((state) => state.world.incidents.get(incidentId('I1')));
  return incident === undefined ? null : <ResolveDialog open onOpenChange={() => undefined} incident={incident} />;
};

type Steps = Parameters<typeof entriesOf>[0];
const open = async (steps: Steps, isResolving = false) => {
  const fake = createFakeApi({ snapshot: () => aSnapshot(), keptScreen: () => null, entries: () => [] });
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
        <Queue />
        <IncidentPanel />
        {isResolving && <Resolving />}
      </>,
    );
    await Promise.resolve();
  });
  act(() => fake.emit('entries', entriesOf(steps)));
  return { fake, container };
};

const resolved = (outcome: 'false-alert' | 'offender-arrested'): Steps => [
  { body: { kind: 'incident.resolved', outcome, cause: null }, at_ms: at(60), actor: byOperator() },
];
const tells = (page: Awaited<ReturnType<typeof open>>, trend: Trend): void => {
  const relation = { distance_m: 220, min_m: 200, max_m: 240, sector: 2, level: 'alert', certainty: 'likely' } as const;
  const pair = { order: handle(1), victim: handle(12), trend, lost: false, contact: null };
  act(() => page.fake.emit('presence', encodePresence(aFrame({ relations: [{ ...relation, ...pair }] }))));
};
const still = (page: Awaited<ReturnType<typeof open>>) =>
  page.container.querySelector('section[aria-label="해결 뒤에도 접근거리 안"]');

test('L4: what goes on after a resolution is listed, calm, with its level, its distance and when it rings again', async () => {
  const page = await open([
    ...raised(anAlert({ level: 'alert', code: 1 })),
    acknowledged(),
    ...resolved('offender-arrested'),
  ]);
  tells(page, 'closing');
  const row = still(page)?.querySelector('[data-incident="I1"]');
  expect(row?.textContent).toContain('경보 거리');
  expect(row?.textContent).toContain('220');
  expect(row?.textContent).toMatch(/늦어도 \d\d:\d\d 다시 울림/);
  expect(row?.textContent).toContain('가해자 체포');
  expect(page.container.querySelector('[data-sounding="true"]')).toBeNull();
  act(() => selectIncident(incidentId('I1')));
  expect(page.container.textContent).toContain('해결 뒤에도 경보 거리 안에 있습니다');
});

test('L4: it is listed no more once it has ended, or another incident has taken it up', async () => {
  for (const reason of ['left', 'continued'] as const) {
    const page = await open([
      ...raised(anAlert({ level: 'alert', code: 1 })),
      acknowledged(),
      ...resolved('false-alert'),
      { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason }, at_ms: at(90) },
    ]);
    expect(still(page)).toBeNull();
    for (const stop of stops.splice(0)) stop();
    resetRecord();
  }
});

const button = (name: RegExp): HTMLButtonElement => {
  const found = [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')].find((one) =>
    name.test(one.textContent),
  );
  if (found === undefined) throw new Error(`no button ${String(name)}`);
  return found;
};
const running: Steps = [...raised(anAlert({ level: 'alert', code: 1 })), acknowledged()];

test('L4: resolving while he closes in asks once, in plain words, and then says that it was asked', async () => {
  const page = await open(running, true);
  tells(page, 'closing');
  act(() => button(/가해자 분리/).click());
  act(() => button(/^해결 처리/).click());
  expect(sent).toEqual([]);
  expect(document.querySelector('[role="dialog"] [role="alert"]')?.textContent).toContain('다가가고 있습니다');
  act(() => button(/접근 중이지만 해결 처리/).click());
  expect(sent).toMatchObject([{ kind: 'incident.resolve', outcome: 'offender-separated', despiteClosing: true }]);
});

test('L4: it asks nothing where nobody closes in, and asks where the server has refused because of it', async () => {
  const page = await open(running, true);
  tells(page, 'steady');
  act(() => button(/가해자 분리/).click());
  act(() => button(/^해결 처리/).click());
  expect(sent).toMatchObject([{ kind: 'incident.resolve', despiteClosing: false }]);
  const [body] = sent;
  if (body === undefined) throw new Error('nothing was sent');
  const refused = aPendingCommand({ body, state: 'refused', refusal: { reason: 'still-closing' } });
  act(() => page.fake.emit('outbox', [refused]));
  act(() => button(/^해결 처리/).click());
  expect(sent).toHaveLength(1);
  expect(document.querySelector('[role="dialog"] [role="alert"]')?.textContent).toContain('다가가고 있습니다');
});
