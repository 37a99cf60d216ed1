import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, DraftChange } from '../../../../shared/api/drafts.ts';
import { keepDrafts, setDraft } from '../../../../renderer/stores/drafts.ts';
import { applySession, resetSession, selectIncident, sessionStore } from '../../../../renderer/stores/session.ts';
import { dispatcher, supervisor } from '../../../builders/directory.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';
import { incidentId } from '../../../builders/ids.ts';
import { aSession } from '../../../builders/snapshot.ts';

const I1 = incidentId('I1');
const I2 = incidentId('I2');
const NOTE: Draft = { incidentId: I1, part: 'note', text: '쓰다 만 메모' };

let stop = (): void => undefined;

/** A page whose console process keeps drafts as the real one does: each operator's apart. */
const start = (kept: readonly Draft[] = []) => {
  const disk = new Map<string, Draft>(
    kept.map((draft) => [`${dispatcher.id} ${draft.incidentId} ${draft.part}`, draft]),
  );
  let isFull = false;
  const handedOver: DraftChange[] = [];
  const fake = createFakeApi({
    keptDrafts: () => {
      const operator = sessionStore.getState().session?.operator.id;
      return [...disk].filter(([key]) => key.startsWith(`${operator} `)).map(([, draft]) => draft);
    },
    keepDraft: (change) => {
      if (isFull) throw new Error('disk');
      handedOver.push(change);
      const { operatorId, mode: _, ...draft } = change;
      disk.set(`${operatorId} ${draft.incidentId} ${draft.part}`, draft);
      return null;
    },
  });
  const keeper = keepDrafts(fake.api);
  stop = keeper.stop;
  const fill = (): void => {
    isFull = true;
  };
  const makeRoom = (): void => {
    isFull = false;
  };
  return { fake, handedOver, keeper, fill, makeRoom };
};

const shown = (incident = I1, part: Draft['part'] = 'note'): string | undefined =>
  sessionStore.getState().drafts.get(incident)?.get(part);

beforeEach(resetSession);
afterEach(() => stop());

test('L7: what was begun at an incident is there again after a reload of the page', async () => {
  start([NOTE]);
  applySession(aSession(), null);
  await vi.waitFor(() => expect(shown()).toBe(NOTE.text));
});

test('L7: what was begun outlives the end of the session, for the same operator and for nobody else', async () => {
  const { handedOver } = start();
  applySession(aSession(), null);
  setDraft(I1, 'cause', '오경보 원인');
  selectIncident(I2);
  expect(shown(I1, 'cause')).toBe('오경보 원인');
  await vi.waitFor(() => expect(handedOver).toHaveLength(1));
  applySession(null, 'expired');
  expect(sessionStore.getState().drafts.size).toBe(0);
  applySession(aSession(supervisor), null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sessionStore.getState().drafts.size).toBe(0);
  applySession(null, 'signed-out');
  applySession(aSession(), null);
  await vi.waitFor(() => expect(shown(I1, 'cause')).toBe('오경보 원인'));
});

test('what is written while the console process is asked for what it keeps is not overwritten by it', async () => {
  start([NOTE]);
  applySession(aSession(), null);
  setDraft(I1, 'note', '새 메모');
  setDraft(I2, 'call', '통화');
  await vi.waitFor(() => expect(shown(I2, 'call')).toBe('통화'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown()).toBe('새 메모');
});

test('a text that could not be kept stays on the screen and is handed over once it can be, as it stands then', async () => {
  const { handedOver, keeper, fill, makeRoom } = start();
  applySession(aSession(), null);
  fill();
  setDraft(I1, 'note', '가');
  await new Promise((resolve) => setImmediate(resolve));
  setDraft(I1, 'note', '가나');
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown()).toBe('가나');
  makeRoom();
  keeper.resume();
  await vi.waitFor(() => expect(handedOver.map(({ text }) => text)).toEqual(['가나']));
  await vi.waitFor(() => expect(sessionStore.getState().unkeptDrafts.size).toBe(0));
});

test('what one operator could not hand over is not handed over in the name of the next', async () => {
  const { handedOver, keeper, fill, makeRoom } = start();
  applySession(aSession(), null);
  fill();
  setDraft(I1, 'note', '앞사람의 메모');
  await new Promise((resolve) => setImmediate(resolve));
  applySession(aSession(supervisor), null);
  makeRoom();
  keeper.resume();
  await new Promise((resolve) => setImmediate(resolve));
  expect(handedOver).toEqual([]);
  expect(sessionStore.getState().drafts.size).toBe(0);
});

test('nothing is asked for while the console is locked', async () => {
  start([NOTE]);
  sessionStore.setState({ lock: { since_ms: 0, reason: 'idle' } });
  applySession(aSession(), null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown()).toBeUndefined();
  sessionStore.setState({ lock: null });
  await vi.waitFor(() => expect(shown()).toBe(NOTE.text));
});

test('an emptied draft is forgotten; another text of the same incident is not', () => {
  start();
  applySession(aSession(), null);
  setDraft(I1, 'note', 'a');
  setDraft(I1, 'call', 'b');
  setDraft(I1, 'note', '');
  expect([...(sessionStore.getState().drafts.get(I1) ?? [])]).toEqual([['call', 'b']]);
  setDraft(I1, 'call', '');
  expect(sessionStore.getState().drafts.size).toBe(0);
});

test('what is sent from one window is no draft in another, unless it is being written there', async () => {
  const { fake } = start([NOTE]);
  applySession(aSession(), null);
  await vi.waitFor(() => expect(shown()).toBe(NOTE.text));
  fake.emit('draftDiscarded', { incidentId: I1, part: 'note' });
  expect(shown()).toBeUndefined();
  setDraft(I1, 'note', '그 사이에 쓴 메모');
  fake.emit('draftDiscarded', { incidentId: I1, part: 'note' });
  expect(shown()).toBe('그 사이에 쓴 메모');
});
