// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { Alarm } from '../../../renderer/features/alarm/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { OutageId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { anAlert, byOperator, raised } from '../../builders/entries.ts';
import { personId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';
import { at } from '../../builders/times.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const ID = OutageId.parse('outage-1');
const began = (over: Partial<Extract<EntryBody, { kind: 'outage.began' }>> = {}): Steps => [
  {
    body: {
      ...{ kind: 'outage.began', outageId: ID, group: { by: 'carrier', value: '가상통신' }, code: 1 },
      ...{ silent: [personId('O1'), personId('O2')], heard: 30, sounding: 1, ...over },
    },
    at_ms: at(5),
    incident: null,
  },
];

const open = async (steps: Steps) => {
  const page = await openPage(
    <>
      <Alarm />
      <Queue />
    </>,
  );
  page.hear(steps);
  const row = () => page.container.querySelector('[data-outage]');
  const button = (name: string) =>
    [...page.container.querySelectorAll('button')].find(({ textContent }) => textContent.includes(name));
  return { ...page, row, button };
};

test('a mass outage is one row above the others, with how many are silent and how many ring by themselves', async () => {
  const page = await open([...began(), ...raised(anAlert({ level: 'alert', code: 1 }))]);
  expect(page.row()?.textContent).toContain('통신사 가상통신');
  expect(page.row()?.textContent).toContain('30대 중 2대 무응답');
  expect(page.row()?.textContent).toContain('접근 경보 1건은 따로 울림');
  expect(page.container.querySelectorAll('[data-outage]')).toHaveLength(1);
});

test('it sounds until it is acknowledged, is answered from its row, and stands there until it is over', async () => {
  const page = await open(began());
  expect(document.documentElement.dataset['alarm']).toBe('1');
  act(() => page.container.querySelector<HTMLElement>('[data-answers-outage]')?.click());
  expect(sent).toContainEqual({ kind: 'outage.acknowledge', outageId: ID, sounding: 1 });
  page.hear([
    {
      body: { kind: 'outage.acknowledged', outageId: ID, sounding: 1 },
      ...{ at_ms: at(20), actor: byOperator(), incident: null },
    },
  ]);
  expect(document.documentElement.dataset['alarm']).toBe('none');
  expect(page.row()).not.toBeNull();
  page.hear([{ body: { kind: 'outage.ended', outageId: ID, silent: 0, back: 2 }, at_ms: at(90), incident: null }]);
  expect(page.row()).toBeNull();
});

test('its list names who is silent, and who of them is an offender', async () => {
  const page = await open(began());
  act(() => page.button('목록 보기')?.click());
  expect(page.row()?.querySelectorAll('[data-person]')).toHaveLength(2);
  expect(page.row()?.querySelector('[data-person="O1"]')?.textContent).toContain('가해자');
});
