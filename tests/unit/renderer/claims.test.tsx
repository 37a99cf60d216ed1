// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { FirstBar } from '../../../renderer/app/outbox/FirstBar.tsx';
import { ClaimTag, TakenBar } from '../../../renderer/features/claim/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { Summary } from '../../../renderer/features/supervisor/Summary.tsx';
import { recordStore, resetRecord } from '../../../renderer/stores/record.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { resetSession, sessionStore } from '../../../renderer/stores/session.ts';
import { apiCalls } from '../../../shared/api/contract.ts';
import type { Screen } from '../../../shared/api/screen.ts';
import { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import { acknowledged, anAlert, byOperator, raised } from '../../builders/entries.ts';
import { alertId, incidentId, personId } from '../../builders/ids.ts';
import { aPendingCommand, aSession } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';
import { closePages, drawn, openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

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
const open = async (keptScreen?: Screen) => {
  const page = await openPage(
    <>
      <TakenBar />
      <Queue />
      <IncidentPanel />
      <FirstBar />
    </>,
    keptScreen === undefined ? {} : { keptScreen },
  );
  const { container } = page;
  return {
    ...page,
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

test('what was seen of who took an incident over stays seen when the page is loaded again', async () => {
  const taken: Steps = [...raised(sos), { ...acknowledged('I1', at(10)), actor: byMe }, takenByLee];
  const before = await open();
  before.hear(taken);
  act(() => before.container.querySelector<HTMLButtonElement>('[data-testid="taken-bar"] button')?.click());
  const kept = before.fake.calls.filter(({ name }) => name === 'keepScreen').at(-1);
  const { screen } = apiCalls.keepScreen.args.parse(kept?.args);
  closePages();
  resetRecord();
  resetSession();

  const after = await open(screen);
  await act(() => vi.waitFor(() => expect(sessionStore.getState().seenLosses.size).toBe(1)));
  after.hear(taken);
  expect(after.bar('taken-bar')).toBe('');
  // Taken once more, it is told once more.
  const back: Steps[number] = {
    body: { kind: 'incident.taken', from: LEE, fromConsole: byLee.consoleId, desk: 'unheard' },
    ...{ actor: byMe, at_ms: at(80) },
  };
  after.hear([back, { ...takenByLee, at_ms: at(90) }]);
  expect(after.bar('taken-bar')).toMatch(/lee 님이/);
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
  expect(sent.at(-1)).toEqual({ kind: 'incident.acknowledge', incidentId: 'I1', sounding: 2, soundedAt_ms: at(40) });

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
  const { container, render } = drawn();
  render(<Summary incident={incident} onWhoSaw={() => undefined} />);
  expect(container.textContent).toMatch(/담당.+ · 인수 사유 미기재: /);
});

test('a line of a flood tells by signs of their own that an incident’s desk is gone, and to its taker that a reason is owed', async () => {
  const page = await open();
  const { container, render } = drawn();
  const signs = (): readonly (readonly [string | null, string])[] => {
    const [incident] = recordStore.getState().world.incidents.values();
    if (incident === undefined) throw new Error('no incident');
    render(<ClaimTag incident={incident} isShort />);
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
