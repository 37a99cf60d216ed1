// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { AlarmRate } from '../../../renderer/features/alarm/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { clockStore } from '../../../renderer/stores/clock.ts';
import { appendEntries, resetRecord } from '../../../renderer/stores/record.ts';
import { applySnapshot, resetSession, sessionStore } from '../../../renderer/stores/session.ts';
import { supervisor } from '../../builders/directory.ts';
import { anAlert, entriesOf, raised } from '../../builders/entries.ts';
import { alertId } from '../../builders/ids.ts';
import { aSession, aSnapshot } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const container = document.body.appendChild(document.createElement('div'));
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  resetSession();
  resetRecord();
  startI18n();
  root = createRoot(container);
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

/** So many incidents, one every ten seconds, at the time of the last. */
const heard = (count: number, session = aSession()): void => {
  resetRecord();
  applySnapshot(aSnapshot({ session }));
  const steps = Array.from({ length: count }, (_, n) =>
    raised(anAlert({ alertId: alertId(`A-${n}`) }), `I-${n}`, `ORD-${n}`, at(n * 10)),
  );
  appendEntries(entriesOf(steps.flat()));
  clockStore.setState({ now_ms: at((count - 1) * 10) });
};
const rate = (): HTMLElement | null => container.querySelector('[data-load]');

test('the load of a desk is quiet at one alarm in ten minutes, stands out above, and is a flood above ten', () => {
  heard(1);
  act(() => root.render(<AlarmRate />));
  expect([rate()?.dataset['load'], rate()?.textContent]).toEqual(['quiet', '경보 1건/10분']);
  act(() => heard(10));
  expect([rate()?.dataset['load'], rate()?.textContent]).toEqual(['above', '경보 10건/10분기준 1']);
  act(() => heard(11));
  expect([rate()?.dataset['load'], rate()?.textContent]).toEqual(['flood', '경보 폭주 11건/10분기준 1']);
});

test('in English one alarm is one alarm', () => {
  heard(1);
  act(() => {
    root.render(<AlarmRate />);
    sessionStore.setState({ settings: { locale: 'en' } });
  });
  expect(rate()?.textContent).toBe('1 alarm/10 min');
  act(() => heard(2));
  act(() => sessionStore.setState({ settings: { locale: 'en' } }));
  expect(rate()?.textContent).toBe('2 alarms/10 minnorm 1');
});

test('a supervisor at review has none of what rings at the desks alone', () => {
  heard(11, aSession(supervisor));
  act(() => root.render(<AlarmRate />));
  expect(rate()?.textContent).toBe('경보 0건/10분');
});

test('in a flood each incident is a line that says what to do next, and which was first up', () => {
  heard(11);
  act(() => root.render(<Queue />));
  const lines = [...container.querySelectorAll('[data-incident]')].map((line) => line.textContent ?? '');
  expect(lines).toHaveLength(11);
  expect(lines.every((line) => line.includes('확인'))).toBe(true);
  expect(lines.filter((line) => line.includes('최초'))).toHaveLength(1);
  expect(container.querySelector('[data-incident="I-0"]')?.textContent).toContain('최초');
});
