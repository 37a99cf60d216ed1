// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { sessionStore } from '../../../renderer/stores/session.ts';
import { GuidanceId } from '../../../shared/domain/ids.ts';
import { acknowledged, anAlert, byOperator, raised } from '../../builders/entries.ts';
import { incidentId, personId } from '../../builders/ids.ts';
import { aLease } from '../../builders/presence.ts';
import { at } from '../../builders/times.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

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
  const page = await openPage(
    <>
      <Queue />
      <IncidentPanel />
    </>,
  );
  return {
    ...page,
    textArea: () => document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea'),
    rows: () => page.container.querySelectorAll('ul[aria-label="진행 중인 사건"] [data-incident]').length,
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

test('a draft that a rise has made useless leaves no mark on the row, and has it again with its chance', async () => {
  const page = await open();
  const isMarked = (): boolean => page.container.querySelector('[data-incident="I1"] [data-draft]') !== null;
  page.hear(raised(warning));
  act(() => setDraft(incidentId('I1'), 'shelving', '장치 점검 방문'));
  expect(isMarked()).toBe(true);
  page.hear([{ body: { kind: 'alert.level', alert: anAlert(), rose: true }, at_ms: at(20) }]);
  expect(isMarked()).toBe(false);
  act(() => setDraft(incidentId('I1'), 'note', '통화 중'));
  expect(isMarked()).toBe(true);
  act(() => setDraft(incidentId('I1'), 'note', ''));
  page.hear([{ body: { kind: 'alert.level', alert: warning, rose: false }, at_ms: at(30) }]);
  expect(isMarked()).toBe(true);
});

test('a break-glass that was begun leaves no mark on the row once both people are open', async () => {
  const page = await open();
  const isMarked = (): boolean => page.container.querySelector('[data-incident="I1"] [data-draft]') !== null;
  page.hear(raised(warning));
  act(() => setDraft(incidentId('I1'), 'break-glass', '전화가 끊김'));
  expect(isMarked()).toBe(true);
  act(() => page.fake.emit('leaseOpened', aLease({ expiresAt_ms: Date.now() + 900_000 })));
  expect(isMarked()).toBe(false);
});

test('H is not offered while a victim asks for help, until somebody has talked with her', async () => {
  const page = await open();
  const [guidanceId, victim] = [GuidanceId.parse('G1'), personId('V1')];
  page.hear([
    ...raised(warning),
    {
      body: { kind: 'guidance.sent', guidanceId, victim, message: { type: 'text', text: '가상의 안내' } },
      at_ms: at(5),
    },
    { body: { kind: 'guidance.answered', guidanceId, answer: 'help' }, at_ms: at(9) },
  ]);
  page.press('KeyH');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  page.hear([{ body: { kind: 'call.logged', party: 'victim', result: 'talked', text: null }, at_ms: at(20) }]);
  page.press('KeyH');
  expect(document.querySelector('[role="dialog"]')).not.toBeNull();
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
