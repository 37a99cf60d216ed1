import { expect, test } from 'vitest';
import { createRestarts } from '../../../../main/console/restarts.ts';
import { createScreens } from '../../../../main/console/screens.ts';
import type { Screen } from '../../../../shared/api/screen.ts';
import { supervisor } from '../../../builders/directory.ts';
import { aSession } from '../../../builders/snapshot.ts';

const aScreen: Screen = { view: 'dispatch', selectedIncident: null, seenLosses: [] };

test('a page gets back what it showed, and each page its own', () => {
  const screens = createScreens();
  screens.keep('one', aSession(), aScreen);
  screens.keep('two', aSession(), { ...aScreen, view: 'supervisor' });
  expect(screens.kept('one', aSession())).toEqual(aScreen);
  expect(screens.kept('two', aSession())?.view).toBe('supervisor');
});

test('nobody gets another operator’s screen, nor that of an exercise in live work', () => {
  const screens = createScreens();
  screens.keep('one', aSession(), aScreen);
  expect(screens.kept('one', aSession(supervisor))).toBeNull();
  expect(screens.kept('one', aSession(undefined, { mode: 'training' }))).toBeNull();
  expect(screens.kept('one', null)).toBeNull();
  screens.clear();
  expect(screens.kept('one', aSession())).toBeNull();
});

test('pages that come and go do not fill the memory', () => {
  const screens = createScreens();
  for (let page = 0; page < 100; page += 1) screens.keep(`page ${page}`, aSession(), aScreen);
  expect(screens.kept('page 0', aSession())).toBeNull();
  expect(screens.kept('page 99', aSession())).toEqual(aScreen);
});

test('restarts are counted by part until somebody has seen them', () => {
  let now = 1000;
  const told: unknown[] = [];
  const restarts = createRestarts(
    () => now,
    (all) => told.push(all),
  );
  restarts.add('page');
  now = 2000;
  restarts.add('page');
  restarts.add('server');
  expect(restarts.list()).toEqual([
    { part: 'page', at_ms: 2000, times: 2 },
    { part: 'server', at_ms: 2000, times: 1 },
  ]);
  restarts.dismiss();
  restarts.dismiss();
  expect(restarts.list()).toEqual([]);
  expect(told).toHaveLength(4);
});
