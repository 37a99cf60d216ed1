import type { Locale } from '../../shared/api/contract.ts';
import type { CommandId, IncidentId, PersonId, PlaceId } from '../../shared/domain/ids.ts';
import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import { getApi } from '../bridge/index.ts';
import type { SoundOff } from '../../shared/api/sound.ts';
import { pageName } from './screen.ts';
import { sessionStore } from './session.ts';

/** Hands a command over; its id once the console has it on disk, null where it could not be handed over. */
const handOver = async (body: CommandBody): Promise<CommandId | null> => {
  try {
    return (await getApi().call('send', body)).id;
  } catch {
    sessionStore.setState(({ unsent }) => ({ unsent: [...unsent, body.kind] }));
    return null;
  }
};

/**
 * Hands a command to the console's durable outbox. True once it is on the console's disk; a command that could not be
 * handed over is put on the screen through `unsent`, never lost in silence.
 */
export const sendCommand = async (body: CommandBody): Promise<boolean> => (await handOver(body)) !== null;

/** Leads a victim to a safe place, and remembers on this screen which one it was. */
export const leadTo = async (incidentId: IncidentId, victim: PersonId, placeId: PlaceId): Promise<void> => {
  const id = await handOver({ kind: 'guidance.send', incidentId, victim, message: { type: 'place', placeId } });
  if (id !== null) sessionStore.setState(({ led }) => ({ led: new Map(led).set(id, placeId) }));
};

/** The operator has seen that these commands were not handed over. */
export const dismissUnsent = (): void => sessionStore.setState({ unsent: [] });

/** Gives a command that has come back once more, as of now. */
export const giveAgain = async (id: CommandId): Promise<void> => {
  await getApi()
    .call('giveAgain', { id })
    .catch(() => undefined); // it stays on the screen and can be given again
};

/** The operator has seen a refusal, or discards what has come back: it leaves the outbox. */
export const dismissRefusal = async (id: CommandId): Promise<void> => {
  await getApi()
    .call('dismissRefusal', { id })
    .catch(() => undefined); // it stays on the screen and can be dismissed again
};

/** A supervisor puts away what was found wrong with the server's log. */
export const acceptLog = async (): Promise<void> => {
  await getApi()
    .call('acceptLog', null)
    .catch(() => undefined); // the bar stays, and can be put away again
};

/** The operator has seen that the server keeps another log. */
export const dismissOtherLog = async (): Promise<void> => {
  await getApi()
    .call('dismissOtherLog', null)
    .catch(() => undefined); // the notice stays, and can be dismissed again
};

/** The operator has seen what broke down and was started again. */
export const dismissRestarts = async (): Promise<void> => {
  await getApi()
    .call('dismissRestarts', null)
    .catch(() => undefined); // the bar stays, and can be put away again
};

/** The operator has seen that what did not open was put aside. */
export const dismissSetAside = async (): Promise<void> => {
  await getApi()
    .call('dismissSetAside', null)
    .catch(() => undefined); // the bar stays, and can be put away again
};

/** The operator has heard the test tone, or has not. */
export const answerSoundCheck = async (heard: boolean): Promise<void> => {
  await getApi()
    .call('checkSound', { heard })
    .catch(() => undefined); // the question stays on the screen, and can be answered again
};

/** Says why no alarm would be heard on this page; null where it would. */
export const tellSound = async (off: SoundOff | null): Promise<void> => {
  await getApi()
    .call('tellSound', { page: pageName(window), off })
    .catch(() => undefined); // it is asked for again, and a page that is not heard counts as one that cannot sound
};

/** Locks every window of this console until the operator's password is given. */
export const lockConsole = async (): Promise<void> => {
  await getApi()
    .call('lock', null)
    .catch(() => undefined); // the link bar already says that the console process is away
};

/** Ends the session; the console process answers with a session event. */
export const signOut = async (): Promise<void> => {
  await getApi()
    .call('signOut', null)
    .catch(() => undefined); // the link bar already says that the console process is away
};

/** Switches the language at once and keeps it in the console's settings. */
export const setLocale = async (locale: Locale): Promise<void> => {
  sessionStore.setState({ settings: { locale } });
  await getApi()
    .call('setLocale', { locale })
    .catch(() => undefined); // holds for this window; the next start falls back to the stored one
};
