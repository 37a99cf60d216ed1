// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { ResolveDialog } from '../../../renderer/features/incident/ResolveDialog.tsx';
import { FalseAlertLine } from '../../../renderer/features/supervisor/FalseAlertLine.tsx';
import { appendEntries, resetRecord } from '../../../renderer/stores/record.ts';
import { applySnapshot, resetSession } from '../../../renderer/stores/session.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import { acknowledged, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { aSnapshot } from '../../builders/snapshot.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../renderer/stores/drafts.ts', () => ({
  useDraft: () => ({ text: '', write: () => undefined }),
  sendDrafted: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve();
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
  resetSession();
  startI18n();
  applySnapshot(aSnapshot());
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const render = (shown: React.ReactNode): void => {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  act(() => root.render(shown));
};
const click = (role: 'radio' | 'button', name: string): void =>
  act(() =>
    [...document.querySelectorAll<HTMLElement>(`[role="${role}"], ${role}`)]
      .findLast((one) => one.textContent.startsWith(name))
      ?.click(),
  );

test('a false alert is resolved with a cause out of the list', () => {
  const world = foldEntries(emptyWorld, entriesOf([...raised(), acknowledged()]));
  const [incident] = world.incidents.values();
  if (incident === undefined) throw new Error('no incident');
  render(<ResolveDialog open onOpenChange={() => undefined} incident={incident} />);
  click('radio', '오경보');
  click('button', '해결 처리');
  expect(sent).toEqual([]);
  expect(document.body.textContent).toContain('오경보 원인을 고르십시오');
  click('radio', '위치 부정확');
  click('button', '해결 처리');
  expect(sent).toMatchObject([
    { kind: 'incident.resolve', outcome: 'false-alert', falseCause: 'inaccurate-place', cause: null },
  ]);
});

test('another cause is to be typed', () => {
  const world = foldEntries(emptyWorld, entriesOf([...raised(), acknowledged()]));
  const [incident] = world.incidents.values();
  if (incident === undefined) throw new Error('no incident');
  render(<ResolveDialog open onOpenChange={() => undefined} incident={incident} />);
  click('radio', '오경보');
  const others = [...document.querySelectorAll<HTMLElement>('[role="radio"]')].filter(
    (one) => one.textContent === '기타',
  );
  act(() => others.at(-1)?.click());
  click('button', '해결 처리');
  expect(sent).toEqual([]);
  expect(document.body.textContent).toContain('다른 원인은 적어야 합니다');
});

test('the supervisor sees the share of false alerts and why they were', () => {
  const resolved = { kind: 'incident.resolved', cause: null } as const;
  const steps = [
    ...raised(),
    { body: { ...resolved, outcome: 'false-alert', falseCause: 'device-fault' }, actor: byOperator() },
    ...raised(undefined, 'I2', 'ORD-2'),
    { body: { ...resolved, outcome: 'offender-separated' }, actor: byOperator(), incident: 'I2' },
  ] as const;
  act(() => appendEntries(entriesOf(steps)));
  render(<FalseAlertLine />);
  expect(document.body.textContent).toContain('오경보 해결 2건 중 1건 (50 %) · 장치 고장 1');
});
