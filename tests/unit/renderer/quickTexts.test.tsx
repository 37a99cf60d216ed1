// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { selectIncident } from '../../../renderer/stores/session.ts';
import type { Language } from '../../../shared/domain/languages.ts';
import { aDirectory, aPerson } from '../../builders/directory.ts';
import { raised } from '../../builders/entries.ts';
import { handle, incidentId, personId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const open = async (locale: Language, language?: Language) => {
  const victim = aPerson({ id: personId('V1'), role: 'victim', ...(language === undefined ? {} : { language }) });
  const directory = aDirectory({
    people: [
      { handle: handle(11), person: aPerson() },
      { handle: handle(12), person: victim },
    ],
  });
  const page = await openPage(<IncidentPanel />, { snapshot: { directory, settings: { locale } } });
  page.hear(raised());
  act(() => selectIncident(incidentId('I1')));
  page.press('KeyM');
  return page;
};
const box = (): string | undefined => document.querySelector<HTMLTextAreaElement>('textarea')?.value;

test('a ready text goes to a victim in the language that she reads, and its meaning is told in the operator’s', async () => {
  const page = await open('ko', 'en');
  page.click('button', '문 잠금');
  expect(box()).toBe('Lock the door and stay inside. The police are on their way.');
  const chip = [...document.querySelectorAll('button')].find((one) => one.textContent === '문 잠금');
  expect(chip?.title).toBe('문을 잠그고 밖으로 나오지 마세요. 경찰이 가고 있습니다.');
});

test('a victim of whom nobody has said what she reads is written to in Korean, whatever the operator reads', async () => {
  const page = await open('en');
  page.click('button', 'Lock');
  expect(box()).toBe('문을 잠그고 밖으로 나오지 마세요. 경찰이 가고 있습니다.');
});
