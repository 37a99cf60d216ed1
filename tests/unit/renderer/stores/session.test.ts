import { beforeEach, expect, test } from 'vitest';
import {
  applySession,
  choosePlace,
  applySnapshot,
  isTraining,
  modeOf,
  previewPlace,
  resetSession,
  selectIncident,
  sessionStore,
  setView,
} from '../../../../renderer/stores/session.ts';
import { directoryIndex } from '../../../../renderer/stores/directoryIndex.ts';
import { aDirectory, dispatcher, supervisor, trainer } from '../../../builders/directory.ts';
import { commandId, incidentId, personId, placeId } from '../../../builders/ids.ts';
import { aLink, aSession, aSnapshot } from '../../../builders/snapshot.ts';

beforeEach(resetSession);

test('U3: the screen calls itself live only where the server has said that nobody is simulated', () => {
  const mode = (simulated: boolean | null, over: Parameters<typeof aSnapshot>[0] = {}) => {
    applySnapshot(aSnapshot({ link: aLink({ simulated }), ...over }));
    return modeOf(sessionStore.getState());
  };
  expect(mode(null)).toBe('unknown');
  expect(mode(true)).toBe('demo');
  expect(mode(false)).toBe('live');
  expect(mode(true, { session: aSession(trainer) })).toBe('demo');
  expect(mode(true, { session: aSession(trainer, { mode: 'training' }) })).toBe('training');
});

test.each([
  [dispatcher, 'dispatch'],
  [supervisor, 'supervisor'],
  [trainer, 'trainer'],
] as const)('a new session opens the view of its role: $role', (operator, view) => {
  applySession(aSession(operator), null);
  expect(sessionStore.getState().view).toBe(view);
});

test('a role opens only its own views', () => {
  applySession(aSession(dispatcher), null);
  setView('supervisor');
  expect(sessionStore.getState().view).toBe('dispatch');
  applySession(aSession(supervisor), null);
  setView('dispatch');
  expect(sessionStore.getState().view).toBe('dispatch');
});

test('the same operator again keeps the screen, another one starts afresh', () => {
  applySession(aSession(supervisor), null);
  setView('dispatch');
  selectIncident(incidentId('I1'));
  applySession(aSession(supervisor, { expiresAt_ms: 1 }), null);
  expect(sessionStore.getState()).toMatchObject({ view: 'dispatch', selectedIncident: 'I1' });
  applySession(aSession(dispatcher), null);
  expect(sessionStore.getState()).toMatchObject({ view: 'dispatch', selectedIncident: null });
});

test('where a screen has led victims to is known to its operator alone', () => {
  applySession(aSession(dispatcher), null);
  sessionStore.setState({ led: new Map([[commandId('C1'), placeId('P1')]]) });
  applySession(aSession(dispatcher, { expiresAt_ms: 1 }), null);
  selectIncident(incidentId('I1'));
  expect(sessionStore.getState().led.get(commandId('C1'))).toBe('P1');
  applySession(aSession(supervisor), null);
  expect(sessionStore.getState().led.size).toBe(0);
});

test('what was chosen within an incident is forgotten with it', () => {
  const chosen = () => sessionStore.getState().chosenPlace;
  selectIncident(incidentId('I1'));
  choosePlace(placeId('P1'));
  selectIncident(incidentId('I1'));
  expect(chosen()).toBe('P1');
  choosePlace(placeId('P1'));
  expect(chosen()).toBeNull();
  choosePlace(placeId('P1'));
  previewPlace(placeId('P2'));
  selectIncident(incidentId('I2'));
  expect(sessionStore.getState()).toMatchObject({ chosenPlace: null, previewedPlace: null });
});

test('an ended session says why, and only until the next one', () => {
  applySession(aSession(), null);
  applySession(null, 'expired');
  expect(sessionStore.getState().ended).toBe('expired');
  applySession(aSession(), null);
  expect(sessionStore.getState().ended).toBeNull();
});

test('a trainer who enters an exercise keeps the view but not the selection', () => {
  applySession(aSession(trainer), null);
  selectIncident(incidentId('I1'));
  applySession(aSession(trainer, { mode: 'training' }), null);
  expect(sessionStore.getState()).toMatchObject({ view: 'trainer', selectedIncident: null });
});

test('training is said from its start until its end, whoever asks', () => {
  expect(isTraining({ session: null, training: { phase: 'starting', scenario: 'evening' } })).toBe(true);
  expect(isTraining({ session: aSession(trainer, { mode: 'training' }), training: { phase: 'off' } })).toBe(true);
  expect(isTraining({ session: aSession(trainer), training: { phase: 'off' } })).toBe(false);
  expect(isTraining({ session: aSession(trainer), training: { phase: 'failed', message: 'x' } })).toBe(false);
});

test('a snapshot fills the session and makes the screen ready', () => {
  applySnapshot(aSnapshot());
  expect(sessionStore.getState()).toMatchObject({ ready: true, session: { operator: dispatcher }, view: 'dispatch' });
});

test('the index of a directory is built once and answers by id and by handle', () => {
  const directory = aDirectory();
  const index = directoryIndex(directory);
  expect(directoryIndex(directory)).toBe(index);
  const listed = index.personById.get(personId('V1'));
  expect(listed?.person.role).toBe('victim');
  expect(listed === undefined ? undefined : index.personByHandle.get(listed.handle)).toBe(listed?.person);
  expect(directoryIndex(null).personById.size).toBe(0);
});
