import { beforeEach, expect, test, vi } from 'vitest';
import type { Screen } from '../../../../shared/api/screen.ts';
import { keepScreen } from '../../../../renderer/stores/screen.ts';
import { applySession, resetSession, selectIncident, sessionStore } from '../../../../renderer/stores/session.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';
import { incidentId } from '../../../builders/ids.ts';
import { aSession } from '../../../builders/snapshot.ts';

const I1 = incidentId('I1');
const aScreen: Screen = { view: 'dispatch', selectedIncident: I1, seenLosses: [] };

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

test('a page loaded again has the incident that it had', async () => {
  const { screen } = start(aScreen);
  await screen.restore();
  expect(sessionStore.getState()).toMatchObject({ selectedIncident: I1, view: 'dispatch' });
});

test('what changes on the screen is handed over under the page’s own name, and the name stays', async () => {
  const { fake, page, keeping, screen } = start(null);
  await screen.restore();
  selectIncident(I1);
  await vi.waitFor(() => expect(keeping).toHaveLength(1));
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
