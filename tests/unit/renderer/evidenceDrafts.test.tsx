// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { Evidence } from '../../../renderer/features/supervisor/evidence/Evidence.tsx';
import { useRecord } from '../../../renderer/stores/record.ts';
import { sessionStore } from '../../../renderer/stores/session.ts';
import { HoldId } from '../../../shared/domain/ids.ts';
import { supervisor } from '../../builders/directory.ts';
import { acknowledged, byOperator, raised } from '../../builders/entries.ts';
import { incidentId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';
import { aSession } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));
const answers = vi.hoisted((): unknown[] => []);
vi.mock('../../../renderer/bridge/index.ts', () => ({
  getApi: () => ({ call: () => Promise.resolve(answers.shift()) }),
}));

withPages();

const I1 = incidentId('I1');
const Shown = () => {
  const incident = useRecord((state) => state.world.incidents.get(I1));
  return incident === undefined ? null : <Evidence incident={incident} />;
};
const held = (id: string): Steps[number] => ({
  body: {
    ...{ kind: 'hold.set', holdId: HoldId.parse(id), cause: 'supervisor', reason: '가상의 사유' },
    until_ms: Date.now() + 86_400_000,
  },
  actor: byOperator(supervisor),
  at_ms: at(70),
});
const resolved: Steps = [
  ...raised(),
  acknowledged(),
  { body: { kind: 'incident.resolved', outcome: 'other', cause: null }, actor: byOperator(), at_ms: at(60) },
];

const open = async (steps: Steps) => {
  const page = await openPage(<Shown />, { snapshot: { session: aSession(supervisor) } });
  page.hear(steps);
  const written = (): string | undefined =>
    document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea')?.value;
  /** Types into the dialog as a browser tells of it. */
  const type = (text: string): void =>
    act(() => {
      const area = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea');
      if (area === null) throw new Error('there is nothing to type into');
      Reflect.set(HTMLTextAreaElement.prototype, 'value', text, area);
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
  return { ...page, written, type };
};

test('L7: why evidence is exported is a draft until the package is made', async () => {
  const page = await open(resolved);
  page.click('button', '내보내기');
  page.type('검찰 제출');
  page.click('button', '취소');
  expect(sessionStore.getState().drafts.get(I1)?.get('export')).toBe('검찰 제출');
  page.click('button', '내보내기');
  expect(page.written()).toBe('검찰 제출');
  answers.push({ ok: false, error: { reason: 'store-failed' } });
  await act(async () => page.click('button', '기록하고 내보내기'));
  expect(page.written(), 'a refused one can be asked for again').toBe('검찰 제출');
});

test('L7: why a hold ends is a draft of that hold, and none of another', async () => {
  const page = await open([...resolved, held('H1'), held('H2')]);
  const endOf = (place: number): void =>
    act(() => [...page.container.querySelectorAll<HTMLElement>('li button')][place]?.click());
  endOf(0);
  page.type('보존 사유 소멸');
  page.click('button', '취소');
  endOf(1);
  expect(page.written()).toBe('');
  page.click('button', '취소');
  endOf(0);
  expect(page.written()).toBe('보존 사유 소멸');
  await act(async () => page.click('button', '보존 해제'));
  expect(sent).toEqual([{ kind: 'hold.release', incidentId: 'I1', holdId: 'H1', reason: '보존 사유 소멸' }]);
  expect(sessionStore.getState().drafts.size).toBe(0);
});
