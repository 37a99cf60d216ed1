// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { FirstBar } from '../../../renderer/app/outbox/FirstBar.tsx';
import { ClaimTag, TakenBar } from '../../../renderer/features/claim/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { Summary } from '../../../renderer/features/supervisor/Summary.tsx';
import { listenForKeys } from '../../../renderer/lib/keys.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { resetPresence } from '../../../renderer/stores/presence.ts';
import { recordStore, resetRecord } from '../../../renderer/stores/record.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { resetSession, sessionStore } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { alertId, incidentId, personId } from '../../builders/ids.ts';
import { aPendingCommand, aSession, aSnapshot } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../renderer/stores/actions.ts', () => ({
  sendCommand: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve(true);
  },
  dismissRefusal: () => Promise.resolve(),
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

const ME = aSession().operator.id;
const LEE = OperatorId.parse('lee');
const byLee = { ...byOperator(), operatorId: LEE, consoleId: ConsoleId.parse('console-lee') };
const byMe = { ...byOperator(), operatorId: ME };
const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', certainty: 'confirmed', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});
const takenByLee: Steps[number] = {
  body: { kind: 'incident.taken', from: ME, fromConsole: ConsoleId.parse('console-me'), desk: 'unheard' },
  actor: byLee,
  at_ms: at(60),
};

/** A dispatcher's page: what another desk did, the queue and the panel. */
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
        <TakenBar />
        <Queue />
        <IncidentPanel />
        <FirstBar />
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
    row: () => container.querySelector('[data-incident="I1"]')?.textContent ?? '',
    line: () => container.querySelector('[role="group"][data-whose]')?.textContent ?? '',
    bar: (name: string) => container.querySelector(`[data-testid="${name}"]`)?.textContent ?? '',
  };
};

test('row and panel say who has an incident: nobody, this operator, another, and how their desk is', async () => {
  const page = await open();
  page.hear(raised(sos));
  expect(page.line()).toContain('담당 없음');
  page.hear([{ ...acknowledged('I1', at(10)), actor: byMe }]);
  expect([page.row().includes('내 담당'), page.line()]).toEqual([true, '내 담당']);
  page.hear([takenByLee]);
  expect(page.row()).toContain('lee 담당');
  act(() => page.fake.emit('desks', [{ operatorId: LEE, desk: 'locked', sounds: true }]));
  expect(page.row()).toContain('lee 담당 · 자리 잠김');
  expect(page.line()).toContain('lee 담당 · 자리 잠김');
  act(() => page.fake.emit('desks', [{ operatorId: LEE, desk: 'attended', sounds: false }]));
  expect([page.row(), page.line()]).toEqual([
    expect.stringContaining('lee 담당 · 경보음 안 들림'),
    expect.stringContaining('lee 담당 · 경보음 안 들림'),
  ]);
});

test('K takes the incident up, or over from whoever has it on this screen, and is nothing on one’s own', async () => {
  const page = await open();
  page.hear(raised(sos));
  page.press('KeyK');
  expect(sent).toEqual([{ kind: 'incident.claim', incidentId: 'I1', from: null }]);
  page.hear([{ ...acknowledged('I1', at(10)), actor: byLee }]);
  page.press('KeyK');
  expect(sent.at(-1)).toEqual({ kind: 'incident.claim', incidentId: 'I1', from: LEE });
  page.hear([
    {
      body: { kind: 'incident.taken', from: LEE, fromConsole: byLee.consoleId, desk: 'attended' },
      actor: byMe,
      at_ms: at(20),
    },
  ]);
  page.press('KeyK');
  expect(sent).toHaveLength(2);
  // Taken from somebody who was there: the reason is asked for until it is given.
  expect([page.line().includes('인수 사유 미기재'), page.line().includes('사유 적기')]).toEqual([true, true]);
  page.hear([{ body: { kind: 'taking.explained', reason: '교대' }, actor: byMe, at_ms: at(30) }]);
  expect(page.line()).not.toContain('인수 사유');
});

test('L7: the reason for taking over is a draft until it is sent', async () => {
  const page = await open();
  page.hear([
    ...raised(sos),
    { ...acknowledged('I1', at(10)), actor: byLee },
    {
      body: { kind: 'incident.taken', from: LEE, fromConsole: byLee.consoleId, desk: 'attended' },
      actor: byMe,
      at_ms: at(20),
    },
  ]);
  const click = (name: string): void =>
    act(() => [...document.querySelectorAll('button')].find((one) => one.textContent.startsWith(name))?.click());
  click('사유 적기');
  act(() => setDraft(incidentId('I1'), 'taking', '교대'));
  click('취소');
  click('사유 적기');
  expect(document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea')?.value).toBe('교대');
  click('기록');
  expect(sent.at(-1)).toEqual({ kind: 'taking.explain', incidentId: 'I1', reason: '교대' });
  await act(() => vi.waitFor(() => expect(sessionStore.getState().drafts.size).toBe(0)));
});

test('whoever had an incident is told who took it over, until they have seen it', async () => {
  const page = await open();
  page.hear([...raised(sos), { ...acknowledged('I1', at(10)), actor: byMe }]);
  expect(page.bar('taken-bar')).toBe('');
  page.hear([takenByLee]);
  expect(page.bar('taken-bar')).toMatch(/lee 님이 .* 인수: .*\(이 자리: 응답 없음\)/);
  act(() => page.container.querySelector<HTMLButtonElement>('[data-testid="taken-bar"] button')?.click());
  expect(page.bar('taken-bar')).toBe('');
});

test('what sounds again because a desk is gone says why, at the other desks and at the one that comes back', async () => {
  const left = (by: OperatorId): Steps[number] => ({
    body: {
      ...{ kind: 'incident.left', sounding: 2, alertId: sos.alertId, code: 0, desk: 'unheard' },
      ...{ operatorId: by, consoleId: ConsoleId.parse('console-x') },
    },
    at_ms: at(40),
  });
  const page = await open();
  page.hear([...raised(sos), { ...acknowledged('I1', at(10)), actor: byLee }, left(LEE)]);
  expect(page.line()).toContain('lee의 자리가 비어 다시 울립니다');
  expect(page.container.querySelector('[role="alert"][aria-live]')?.textContent).toContain('담당 lee의 자리가 비어');
  expect(page.row()).not.toContain('내 담당');
  page.press('KeyA');
  expect(sent.at(-1)).toEqual({ kind: 'incident.acknowledge', incidentId: 'I1', sounding: 2 });

  const mine = await open();
  resetRecord();
  mine.hear([...raised(sos), { ...acknowledged('I1', at(10)), actor: byMe }, left(ME)]);
  expect(mine.bar('taken-bar')).toContain('이 자리가 비어 모든 자리에서 다시 울립니다 (응답 없음)');
});

test('being second is said beside the work and not over it, with the name of the first', async () => {
  const page = await open();
  act(() =>
    page.fake.emit('outbox', [
      aPendingCommand({ state: 'refused', refusal: { reason: 'acknowledged-already', by: LEE } }),
    ]),
  );
  expect(page.bar('first-bar')).toContain('lee 님이 먼저 경보를 확인했습니다.');
});

test('a review says in whose hands an incident was, and who still owes a reason for taking it over', async () => {
  const page = await open();
  page.hear([
    ...raised(sos),
    { ...acknowledged('I1', at(10)), actor: byLee },
    {
      body: { kind: 'incident.taken', from: LEE, fromConsole: byLee.consoleId, desk: 'attended' },
      actor: byMe,
      at_ms: at(20),
    },
  ]);
  const [incident] = recordStore.getState().world.incidents.values();
  if (incident === undefined) throw new Error('no incident');
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  act(() => root.render(<Summary incident={incident} onWhoSaw={() => undefined} />));
  expect(container.textContent).toMatch(/담당.+ · 인수 사유 미기재: /);
});

test('a line of a flood tells by signs of their own that an incident’s desk is gone, and to its taker that a reason is owed', async () => {
  const page = await open();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  const signs = (): readonly (readonly [string | null, string])[] => {
    const [incident] = recordStore.getState().world.incidents.values();
    if (incident === undefined) throw new Error('no incident');
    act(() => root.render(<ClaimTag incident={incident} isShort />));
    return [...container.querySelectorAll('svg')].map((sign) => [sign.getAttribute('aria-label'), sign.innerHTML]);
  };
  page.hear([...raised(sos), { ...acknowledged('I1', at(10)), actor: byLee }]);
  const [there] = signs();
  act(() => page.fake.emit('desks', [{ operatorId: LEE, desk: 'unheard', sounds: false }]));
  const [gone] = signs();
  expect([there?.[0], gone?.[0]]).toEqual(['lee 담당', 'lee 담당 · 자리 응답 없음']);
  expect(gone?.[1]).not.toBe(there?.[1]);
  page.hear([
    {
      body: { kind: 'incident.taken', from: LEE, fromConsole: byLee.consoleId, desk: 'attended' },
      actor: byMe,
      at_ms: at(20),
    },
  ]);
  expect(signs().map(([said]) => said)).toEqual(['내 담당', '인수 사유 미기재']);
});
