import { beforeEach, expect, test, vi } from 'vitest';
import type { Screen } from '../../../../shared/api/screen.ts';
import { keepScreen } from '../../../../renderer/stores/screen.ts';
import {
  applySession,
  resetSession,
  selectIncident,
  sessionStore,
  setDraft,
} from '../../../../renderer/stores/session.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';
import { supervisor } from '../../../builders/directory.ts';
import { incidentId } from '../../../builders/ids.ts';
import { aSession } from '../../../builders/snapshot.ts';

const I1 = incidentId('I1');
const aScreen: Screen = {
  view: 'dispatch',
  selectedIncident: I1,
  drafts: { [I1]: { note: '쓰다 만 메모', call: '', message: '' } },
};

const start = (kept: Screen | null) => {
  const keeping: unknown[] = [];
  const fake = createFakeApi({
    keptScreen: () => kept,
    keepScreen: (args) => {
      keeping.push(args);
      return null;
    },
  });
  const page = { name: '' };
  return { fake, page, keeping, screen: keepScreen(fake.api, page) };
};

beforeEach(() => {
  resetSession();
  applySession(aSession(), null);
});

test('a page loaded again has the incident and the draft that it had', async () => {
  const { screen } = start(aScreen);
  await screen.restore();
  expect(sessionStore.getState()).toMatchObject({ selectedIncident: I1, view: 'dispatch' });
  expect(sessionStore.getState().drafts.get(I1)?.note).toBe('쓰다 만 메모');
});

test('what changes on the screen is handed over under the page’s own name, and the name stays', async () => {
  const { fake, page, keeping, screen } = start(null);
  await screen.restore();
  selectIncident(I1);
  setDraft(I1, { note: '쓰다 만 메모' });
  await vi.waitFor(() => expect(keeping).toHaveLength(2));
  expect(keeping.at(-1)).toEqual({ page: page.name, screen: aScreen });
  expect(page.name).not.toBe('');
  const name = page.name;
  keepScreen(fake.api, page);
  expect(page.name).toBe(name);
});

test('nothing is handed over before what was kept has been asked for, or it would be lost', () => {
  const { keeping } = start(aScreen);
  selectIncident(I1);
  expect(keeping).toEqual([]);
});

test('another operator starts without the drafts of the one before', async () => {
  const { screen } = start(aScreen);
  await screen.restore();
  applySession(aSession(supervisor), null);
  expect(sessionStore.getState().drafts.size).toBe(0);
});

test('an emptied draft is forgotten; another box of the same incident is not', () => {
  setDraft(I1, { note: 'a', call: 'b' });
  setDraft(I1, { note: '' });
  expect(sessionStore.getState().drafts.get(I1)).toEqual({ note: '', call: 'b', message: '' });
  setDraft(I1, { call: '' });
  expect(sessionStore.getState().drafts.size).toBe(0);
});
