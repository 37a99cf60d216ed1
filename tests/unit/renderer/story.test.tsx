// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { CloseButton } from '../../../renderer/features/supervisor/CloseButton.tsx';
import { clockStore } from '../../../renderer/stores/clock.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { resetRecord, useRecord } from '../../../renderer/stores/record.ts';
import { selectIncident, sessionStore } from '../../../renderer/stores/session.ts';
import { supervisor } from '../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, raised } from '../../builders/entries.ts';
import { alertId, incidentId, orderId } from '../../builders/ids.ts';
import { aSession } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';
import { closePages, openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const Closing = () => {
  const incident = useRecord((state) => state.world.incidents.get(incidentId('I2')));
  return incident === undefined ? null : <CloseButton incident={incident} />;
};

const open = async (steps: Steps) => {
  const { container, hear } = await openPage(
    <>
      <IncidentPanel />
      <Closing />
    </>,
    { snapshot: { session: aSession(supervisor) } },
  );
  hear(steps);
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
  closePages();
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
