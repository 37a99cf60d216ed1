import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Draft } from '../../../../../shared/api/drafts.ts';
import { createDraftStore } from '../../../../../main/console/store/drafts.ts';
import type { ConsoleStore } from '../../../../../main/console/store/store.ts';
import { openedStore } from '../../../../builders/consoleStore.ts';
import { dispatcher, supervisor } from '../../../../builders/directory.ts';
import { incidentId } from '../../../../builders/ids.ts';

let folder = '';
let store: ConsoleStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-drafts-'));
  store = openedStore(join(folder, 'console.db'), []);
});
afterEach(() => {
  store.db.close();
  rmSync(folder, { recursive: true, force: true });
});

const I1 = incidentId('I1');
const note = { incidentId: I1, part: 'note', text: '쓰다 만 메모' } as const;
const correction = { incidentId: I1, part: 'correction:7', text: '정정할 말' } as const;

test('L7: a draft is there after a restart of the console, its operator’s alone', () => {
  createDraftStore(store).keep(dispatcher.id, note);
  store.db.close();
  store = openedStore(join(folder, 'console.db'), []);
  const drafts = createDraftStore(store);
  expect(drafts.of(dispatcher.id)).toEqual([note]);
  expect(drafts.of(supervisor.id)).toEqual([]);
});

test('a later text takes the place of the one before, an empty one discards it', () => {
  const drafts = createDraftStore(store);
  drafts.keep(dispatcher.id, note);
  drafts.keep(dispatcher.id, { ...note, text: '고친 메모' });
  expect(drafts.of(dispatcher.id)).toEqual([{ ...note, text: '고친 메모' }]);
  drafts.keep(dispatcher.id, { ...note, text: '' });
  expect(drafts.of(dispatcher.id)).toEqual([]);
});

test('a row that is given another operator’s name, or another incident, opens for nobody', () => {
  const drafts = createDraftStore(store);
  drafts.keep(dispatcher.id, note);
  store.db.prepare('UPDATE draft SET operator = ?').run(supervisor.id);
  expect(drafts.of(supervisor.id)).toEqual([]);
  store.db.prepare('UPDATE draft SET operator = ?, incident = ?').run(dispatcher.id, 'I2');
  expect(drafts.of(dispatcher.id)).toEqual([]);
});

test('closing an incident discards what could no longer be sent, and nothing else', () => {
  const drafts = createDraftStore(store);
  drafts.keep(dispatcher.id, note);
  drafts.keep(supervisor.id, { ...note, part: 'review' });
  drafts.keep(dispatcher.id, correction);
  const later = ['export', 'release:hold-1', 'viewing'].map((part) => Draft.parse({ ...note, part }));
  for (const draft of later) drafts.keep(supervisor.id, draft);
  drafts.keep(dispatcher.id, { ...note, incidentId: incidentId('I2') });
  drafts.closed(I1);
  expect(drafts.of(dispatcher.id)).toEqual([correction, { ...note, incidentId: 'I2' }]);
  expect(drafts.of(supervisor.id)).toEqual(later);
});
