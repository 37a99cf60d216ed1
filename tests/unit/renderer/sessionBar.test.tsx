// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { SessionBar } from '../../../renderer/features/top-bar/index.ts';
import type { ApiCallResult } from '../../../shared/api/contract.ts';
import { aDirectory, dispatcher } from '../../builders/directory.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { aSession } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const asked = vi.hoisted(() => ({ passwords: [] as string[], answer: null as unknown }));
vi.mock('../../../renderer/bridge/index.ts', () => ({
  getApi: () => ({
    call: (_name: string, { password }: { readonly password: string }) => {
      asked.passwords.push(password);
      return Promise.resolve(asked.answer);
    },
  }),
}));

withPages();

/** A desk whose session ends at 13:00:00 of its day, an hour after it began. */
const open = async (locked: boolean, mode: 'live' | 'training' = 'live') => {
  const session = aSession(dispatcher, { mode, expiresAt_ms: at(3600) });
  const page = await openPage(<SessionBar locked={locked} />, { snapshot: { session, directory: aDirectory() } });
  page.passTo(at(0));
  return {
    ...page,
    bar: () => page.container.querySelector('[data-testid="session-bar"]')?.textContent ?? '',
    dialog: () => document.querySelector<HTMLElement>('[role="dialog"]'),
  };
};

test('warns a quarter of an hour before the end, with the minutes that are left, and not before', async () => {
  const page = await open(false);
  page.passTo(at(2699));
  expect(page.bar()).toBe('');
  page.passTo(at(2700));
  expect(page.bar()).toContain('15분 남음');
  page.passTo(at(3541));
  expect(page.bar()).toContain('1분 남음');
});

test('X asks for the password, says why it was refused, and closes once the session lasts longer', async () => {
  const page = await open(false);
  page.press('KeyX');
  expect(page.dialog()).toBeNull();
  page.passTo(at(3000));
  page.press('KeyX');
  const type = async (password: string, answer: ApiCallResult<'extendSession'>): Promise<void> => {
    asked.answer = answer;
    const field = page.dialog()?.querySelector('input');
    if (field === null || field === undefined) throw new Error('no field');
    field.value = password;
    await act(async () => {
      page.dialog()?.querySelector('form')?.requestSubmit();
      await new Promise((resolve) => setImmediate(resolve)); // what the console process answers comes after
    });
  };
  await type('가상의암호', { ok: false, error: 'no-incident' });
  expect(page.dialog()?.textContent).toContain('이미 연장했고 맡은 사건이 없습니다.');
  await type('가상의암호', { ok: true, value: aSession(dispatcher, { expiresAt_ms: at(7200) }) });
  expect(page.dialog()).toBeNull();
  expect(asked.passwords).toEqual(['가상의암호', '가상의암호']);
  act(() => page.fake.emit('session', { session: aSession(dispatcher, { expiresAt_ms: at(7200) }), ended: null }));
  expect(page.bar()).toBe('');
});

test('a locked console says it and asks for nothing; an exercise, whose time is its own, does not', async () => {
  const locked = await open(true);
  locked.passTo(at(3000));
  expect(locked.bar()).toContain('로그인이 끝납니다');
  expect(locked.container.querySelector('button')).toBeNull();
  locked.press('KeyX');
  expect(locked.dialog()).toBeNull();
  const training = await open(false, 'training');
  training.passTo(at(3000));
  expect(training.bar()).toBe('');
});
