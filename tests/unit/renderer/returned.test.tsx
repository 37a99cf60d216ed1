// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { RefusedDialog } from '../../../renderer/app/outbox/RefusedDialog.tsx';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { ReturnedBar, StrandedBar } from '../../../renderer/features/returned/index.ts';
import { sessionStore } from '../../../renderer/stores/session.ts';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import { raised } from '../../builders/entries.ts';
import { commandId, incidentId, unitId } from '../../builders/ids.ts';
import { aDirectory, supervisor } from '../../builders/directory.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { aPendingCommand } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const chosen = vi.hoisted(() => [] as string[]);
vi.mock('../../../renderer/stores/actions.ts', async () => ({
  ...(await import('../../builders/sentCommands.ts')),
  giveAgain: async (id: string) => void chosen.push(`again ${id}`),
  dismissRefusal: async (id: string) => void chosen.push(`discard ${id}`),
}));

withPages();

const back = (over: Partial<PendingCommand> = {}): PendingCommand =>
  aPendingCommand({ state: 'returned', refusal: { reason: 'expired' }, ...over });
const assign = back({
  id: commandId('C1'),
  body: { kind: 'unit.assign', incidentId: incidentId('I1'), unitId: unitId('U2') },
});
const message = back({
  id: commandId('C2'),
  refusal: { reason: 'failed' },
  body: { kind: 'note.add', incidentId: incidentId('I9'), text: '가상의 메모' },
});

const open = async (outbox: readonly PendingCommand[]) => {
  chosen.length = 0;
  const page = await openPage(
    <>
      <ReturnedBar />
      <StrandedBar />
      <IncidentPanel />
      <RefusedDialog />
    </>,
    { snapshot: { directory: aDirectory(), outbox } },
  );
  return {
    ...page,
    bar: (name: string) => page.container.querySelector(`[data-testid="${name}"]`)?.textContent ?? '',
    dialog: () => document.querySelector('[role="dialog"]')?.textContent ?? '',
  };
};

test('what was not carried out is told in one place, and O shows each with its reason, to be given again or discarded', async () => {
  const page = await open([assign, message, aPendingCommand({ id: commandId('C3') })]);
  expect(page.bar('returned-bar')).toContain('실행되지 않은 명령 2건');
  expect(page.bar('returned-bar')).toContain('순찰차 배정, 메모 추가');
  expect(page.dialog()).toBe('');
  page.press('KeyO');
  expect(page.dialog()).toContain('순12');
  expect(page.dialog()).toContain('유효 시간이 지나 실행되지 않았습니다.');
  expect(page.dialog()).toContain('가상의 메모');
  page.click('button', '다시 지시');
  page.click('button', '버리기');
  expect(chosen).toEqual(['again C1', 'discard C1']);
  act(() => page.fake.emit('outbox', []));
  expect([page.bar('returned-bar'), page.dialog()]).toEqual(['', '']);
});

test('it stands at its incident too, and at no other', async () => {
  const page = await open([assign, message]);
  page.hear(raised());
  act(() => sessionStore.setState({ selectedIncident: incidentId('I1') }));
  expect(page.bar('returned-here')).toContain('순찰차 배정');
  expect(page.bar('returned-here')).not.toContain('메모 추가');
  act(() => page.fake.emit('outbox', [message]));
  expect(page.bar('returned-here')).toBe('');
});

test('whoever sits here next is told what the one before gave, and for whom, until they have seen it', async () => {
  const page = await open([]);
  page.hear(raised());
  const left = { operatorId: supervisor.id, kind: 'guidance.send', incidentId: incidentId('I1') } as const;
  act(() => page.fake.emit('strandedCommands', [{ ...left, issuedAt_ms: at(30) }]));
  expect(page.bar('stranded-bar')).toContain('가상 감독 님이 이 자리에서 내린 명령 1건이 실행되지 않았습니다');
  expect(page.bar('stranded-bar')).toContain('피해자 안내');
  expect(page.bar('stranded-bar')).toContain('가상 피해자 하나');
  page.click('button', '확인');
  expect(page.bar('stranded-bar')).toBe('');
});

test('of many that were left behind the first are listed and the others counted', async () => {
  const page = await open([]);
  const left = { operatorId: supervisor.id, kind: 'note.add', incidentId: null } as const;
  const many = Array.from({ length: 20 }, (_, nth) => ({ ...left, issuedAt_ms: at(nth) }));
  act(() => page.fake.emit('strandedCommands', many));
  expect(page.bar('stranded-bar')).toContain('명령 20건');
  expect(page.bar('stranded-bar').split('메모 추가')).toHaveLength(4);
  expect(page.bar('stranded-bar')).toContain('그 밖에 17건');
  page.click('button', '확인');
  expect(page.bar('stranded-bar')).toBe('');
});
