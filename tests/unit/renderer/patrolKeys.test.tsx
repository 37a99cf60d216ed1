// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { consoleNow } from '../../../renderer/lib/pageClock.ts';
import { REACTION_MS, SETTLE_MS } from '../../../renderer/lib/shownOrder.ts';
import { selectIncident, sessionStore } from '../../../renderer/stores/session.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import type { LeaseOpened, RankedUnit } from '../../../shared/protocol/messages.ts';
import { limits } from '../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, raised } from '../../builders/entries.ts';
import { alertId, handle, incidentId, leaseId, operatorId, personId, unitId } from '../../builders/ids.ts';
import { aSubject } from '../../builders/presence.ts';
import { at } from '../../builders/times.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const lease: LeaseOpened = {
  lease: {
    id: leaseId('L1'),
    incidentId: incidentId('I1'),
    subjects: [personId('O1'), personId('V1')],
    purpose: 'alarm',
    holders: [operatorId('dispatcher1')],
    start_ms: at(0),
    expiresAt_ms: at(3600),
  },
  limits,
  zones: [],
  leadIn: [],
};
const rankedAs = (ids: readonly string[]): readonly RankedUnit[] =>
  ids.map((id, place) => ({
    unitId: unitId(id),
    eta_s: 60 + 30 * place,
    distance_m: 500 + 250 * place,
    via: 'street',
    fixAge_s: 1,
    stale: false,
    margins: null,
  }));

/** A dispatcher who looks at an acknowledged incident, at second 10. */
const openPanel = async () => {
  const page = await openPage(<IncidentPanel />);
  const { fake, container } = page;
  page.passTo(at(10));
  page.hear([...raised(), acknowledged()]);
  act(() => selectIncident(incidentId('I1')));
  return {
    ...page,
    list: () => {
      const list = container.querySelector('ol');
      if (list === null) throw new Error('the list of patrols is not on the screen');
      return list;
    },
    rank: (...ids: readonly string[]) =>
      act(() =>
        fake.emit('advice', {
          incidentId: incidentId('I1'),
          at_ms: at(10),
          ranking: rankedAs(ids),
          offender: null,
          escape: [],
          led: [],
        }),
      ),
    text: () => container.textContent ?? '',
  };
};

const lines = (list: Element): readonly (string | null)[] =>
  [...list.querySelectorAll('[data-unit]')].map((line) => line.getAttribute('data-unit'));

test('L10: key 1 sends the patrol that stands beside it, not the one that is soonest by now', async () => {
  const page = await openPanel();
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U1', 'U2');
  page.passTo(at(20));
  expect(page.text()).toContain('순11 배정');
  page.rank('U2', 'U1');
  page.passTo(at(41));
  expect(lines(page.list())).toEqual(['U1', 'U2']);
  expect(page.text()).toContain('현재 1순위');
  expect(page.text()).toContain('순11 배정');
  page.press('Digit1');
  expect(sent).toEqual([{ kind: 'unit.assign', incidentId: 'I1', unitId: 'U1' }]);
});

test('L10: a settled list takes no key until its reader can have seen it', async () => {
  const page = await openPanel();
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U1', 'U2');
  page.passTo(at(20));
  page.rank('U2', 'U1');
  page.passTo(at(20) + SETTLE_MS);
  expect(lines(page.list())).toEqual(['U2', 'U1']);
  page.press('Digit1');
  expect(sent).toEqual([]);
  expect(page.text()).toContain('순서가 방금 바뀌었습니다');
  page.passTo(at(20) + SETTLE_MS + REACTION_MS);
  page.press('Digit1');
  expect(sent).toEqual([{ kind: 'unit.assign', incidentId: 'I1', unitId: 'U2' }]);
});

test('L10: lines keep their places under the pointer, and settle when it has gone', async () => {
  const page = await openPanel();
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U1', 'U2');
  act(() => void page.list().dispatchEvent(new MouseEvent('pointerenter')));
  page.rank('U2', 'U1');
  page.passTo(at(200));
  expect(lines(page.list())).toEqual(['U1', 'U2']);
  act(() => void page.list().dispatchEvent(new MouseEvent('pointerleave')));
  expect(lines(page.list())).toEqual(['U2', 'U1']);
});

test('L10: a list that goes while somebody looks at it by pointer or by keyboard holds its order no longer', async () => {
  const page = await openPanel();
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U1', 'U2');
  act(() => void page.list().dispatchEvent(new MouseEvent('pointerenter')));
  act(() => page.list().querySelector('button')?.focus());
  page.rank('U2', 'U1');
  page.press('BracketRight');
  page.passTo(at(200));
  page.press('BracketLeft');
  expect(lines(page.list())).toEqual(['U2', 'U1']);
});

test('L10: without a lease the list says that it is by callsign, shows no key, and a key sends nobody', async () => {
  const page = await openPanel();
  expect(page.text()).toContain('호출명 순');
  expect(page.list().querySelector('kbd')).toBeNull();
  page.press('Digit1');
  expect(sent).toEqual([]);
});

test('L10: the ranking leaves the screen with the lease that opened it', async () => {
  const page = await openPanel();
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U4', 'U3', 'U2', 'U1');
  expect(lines(page.list())).toEqual(['U4', 'U3', 'U2', 'U1']);
  act(() => page.fake.emit('leaseEnded', { leaseId: leaseId('L1') }));
  expect(lines(page.list())).not.toEqual(['U4', 'U3', 'U2', 'U1']);
  expect(page.list().querySelector('kbd')).toBeNull();
});

/** U1 is sent to another incident, where it arrives; the panel goes on showing I1. */
const sentElsewhere: Steps = [
  ...raised(anAlert({ alertId: alertId('A2') }), 'I2', 'ORD-2'),
  acknowledged('I2'),
  { body: { kind: 'unit.assigned', unitId: unitId('U1'), rank: 1, eta_s: 60 }, incident: 'I2', actor: byOperator() },
  {
    body: { kind: 'unit.status', unitId: unitId('U1'), from: 'available', to: 'dispatched' },
    incident: 'I2',
    actor: byOperator(),
  },
  {
    body: { kind: 'unit.status', unitId: unitId('U1'), from: 'dispatched', to: 'on-scene' },
    incident: 'I2',
    actor: byOperator(),
  },
];

test('L16: a patrol on another call says so, and is taken from it after one confirmation', async () => {
  const page = await openPanel();
  page.hear(sentElsewhere);
  act(() => page.fake.emit('leaseOpened', lease));
  page.rank('U1', 'U2');
  page.passTo(at(20));
  expect(lines(page.list())).toEqual(['U2', 'U1']);
  expect(page.list().textContent).toMatch(/다른 사건 처리 중 · .+ · 코드 1 · /);
  page.press('Digit2');
  expect(sent).toEqual([]);
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('현장 도착');
  expect(dialog?.textContent).toContain('한 대도 남지 않습니다');
  expect(document.activeElement?.textContent).toBe('순11 전환 배정');
  act(() => (document.activeElement as HTMLElement).click()); // a button has the focus
  expect(sent).toEqual([{ kind: 'unit.assign', incidentId: 'I1', unitId: 'U1', divertFrom: 'I2' }]);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

test('L16: an incident whose patrol was taken away says so, and asks for another one', async () => {
  const page = await openPanel();
  page.hear(sentElsewhere);
  act(() => sessionStore.setState({ selectedIncident: incidentId('I2') }));
  page.hear([
    {
      body: { kind: 'unit.released', unitId: unitId('U1'), divertedTo: incidentId('I1') },
      incident: 'I2',
      at_ms: at(15),
    },
  ]);
  expect(page.text()).toContain('다른 사건으로 전환됨');
  expect(page.text()).not.toContain('해결 처리 R');
  expect(page.text()).toContain('아래에서 순찰차를 선택하세요');
});

/** U1 is sent to the incident that the panel shows. */
const sentHere: Steps = [
  { body: { kind: 'unit.assigned', unitId: unitId('U1'), rank: 1, eta_s: 60 }, actor: byOperator(), at_ms: at(12) },
  {
    body: { kind: 'unit.status', unitId: unitId('U1'), from: 'available', to: 'dispatched' },
    actor: byOperator(),
    at_ms: at(12),
  },
];
const step = (status: 'en-route' | 'on-scene') => ({
  ...({ kind: 'unit.setStatus', unitId: 'U1', assignedTo: 'I1' } as const),
  status,
});

test('L11: S takes the leading patrol one step on, and one step only however often it is pressed', async () => {
  const page = await openPanel();
  page.hear(sentHere);
  expect(page.text()).toContain('순11 → 이동 중S');
  page.passTo(at(14));
  page.press('KeyS');
  expect(sent).toEqual([step('en-route')]);
  page.hear([
    { body: { kind: 'unit.status', unitId: unitId('U1'), from: 'dispatched', to: 'en-route' }, at_ms: at(14) },
  ]);
  page.press('KeyS');
  expect(sent).toHaveLength(1);
  page.passTo(at(16));
  page.press('KeyS');
  expect(sent).toEqual([step('en-route'), step('on-scene')]);
});

test.each([
  ['arrived', false, '도착한 것으로 보임', 'on-scene'],
  ['not-moving', false, '움직이지 않음', 'en-route'],
  [null, true, '위치 끊김 1:30', 'en-route'],
] as const)(
  'L11: a sent patrol of which the server finds %s (silent: %s) says “%s”',
  async (finding, silent, words, to) => {
    const page = await openPanel();
    page.hear(sentHere);
    const place = aSubject({ handle: handle(21), age_s: silent ? 90 : 1, silent, finding });
    const bytes = encodePresence({ frame: 1, serverTime_ms: at(13), subjects: [place], relations: [] });
    act(() => page.fake.emit('presence', bytes));
    page.passTo(consoleNow()); // the frame has just come: its ages are those that it says
    expect(page.text()).toContain(words);
    page.passTo(at(20));
    page.press('KeyS');
    expect(sent).toEqual([step(to)]);
  },
);
