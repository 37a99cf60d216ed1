// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { ResolveDialog } from '../../../renderer/features/incident/ResolveDialog.tsx';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { resetRecord, useRecord } from '../../../renderer/stores/record.ts';
import { selectIncident } from '../../../renderer/stores/session.ts';
import type { Trend } from '../../../shared/domain/proximity/relation.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { acknowledged, anAlert, byOperator, raised } from '../../builders/entries.ts';
import { alertId, handle, incidentId } from '../../builders/ids.ts';
import { aFrame } from '../../builders/presence.ts';
import { aPendingCommand } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';
import { closePages, openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const Resolving = () => {
  const incident = useRecord((state) => state.world.incidents.get(incidentId('I1')));
  return incident === undefined ? null : <ResolveDialog open onOpenChange={() => undefined} incident={incident} />;
};

const open = async (steps: Steps, isResolving = false) => {
  const page = await openPage(
    <>
      <Queue />
      <IncidentPanel />
      {isResolving && <Resolving />}
    </>,
  );
  page.hear(steps);
  return page;
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
    closePages();
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
