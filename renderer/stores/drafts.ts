import type { ConsoleApi, SessionView } from '../../shared/api/contract.ts';
import type { Draft, DraftChange, DraftPart } from '../../shared/api/drafts.ts';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import { sendCommand } from './actions.ts';
import { sessionStore, useSession } from './session.ts';
import type { Drafts, SessionState } from './session.ts';

const keyOf = ({ operatorId, mode, incidentId, part }: DraftChange): string =>
  [operatorId, mode, incidentId, part].join(' ');

const withDraft = (drafts: Drafts, { incidentId, part, text }: Draft): Drafts => {
  const parts = new Map(drafts.get(incidentId));
  if (text === '') parts.delete(part);
  else parts.set(part, text);
  const next = new Map(drafts);
  if (parts.size === 0) next.delete(incidentId);
  else next.set(incidentId, parts);
  return next;
};

/** Keeps what is being written at an incident, also while another one is looked at; an empty text discards it. */
export const setDraft = (incidentId: IncidentId, part: DraftPart, text: string): void =>
  sessionStore.setState(({ drafts, unkeptDrafts, session }) => {
    if (session === null) return {};
    const change = { operatorId: session.operator.id, mode: session.mode, incidentId, part, text };
    return {
      drafts: withDraft(drafts, { incidentId, part, text }),
      unkeptDrafts: new Map(unkeptDrafts).set(keyOf(change), change),
    };
  });

/** A text that is kept while it is being written. */
export type DraftText = { readonly text: string; readonly write: (text: string) => void };

export const useDraft = (incidentId: IncidentId, part: DraftPart): DraftText => ({
  text: useSession((state) => state.drafts.get(incidentId)?.get(part) ?? ''),
  write: (text) => setDraft(incidentId, part, text),
});

/** Hands a command over that says what was drafted; the draft goes once the command is on the console's disk. */
export const sendDrafted = async (body: CommandBody, draft: DraftText): Promise<void> => {
  if (await sendCommand(body)) draft.write('');
};

const isOf =
  (session: SessionView | null) =>
  ({ operatorId, mode }: DraftChange): boolean =>
    session?.operator.id === operatorId && session.mode === mode;

export type DraftKeeper = {
  /** Hands over what could not be while the page had lost its console process. */
  readonly resume: () => void;
  readonly stop: () => void;
};

/**
 * Hands drafts to the console process as they change, and takes back what it keeps of an operator when they sign in or unlock. A text that is
 * written faster than it can be handed over goes as it stands then; one that could not be is tried again with the next change.
 */
export const keepDrafts = (api: ConsoleApi): DraftKeeper => {
  let isHandingOver = false;
  let loadedFor: string | null = null;

  const handOver = async (): Promise<void> => {
    if (isHandingOver) return;
    isHandingOver = true;
    try {
      const next = (): DraftChange | undefined => {
        const { unkeptDrafts, session } = sessionStore.getState();
        return [...unkeptDrafts.values()].find(isOf(session));
      };
      for (let change = next(); change !== undefined; change = next()) {
        await api.call('keepDraft', change);
        forget(change);
      }
    } catch {
      // It is still on the screen.
    } finally {
      isHandingOver = false;
    }
  };
  const forget = (kept: DraftChange): void =>
    sessionStore.setState(({ unkeptDrafts }) => {
      const next = new Map(unkeptDrafts);
      if (next.get(keyOf(kept)) === kept) next.delete(keyOf(kept));
      return { unkeptDrafts: next };
    });

  const ownerOf = ({ session, lock }: SessionState): string | null =>
    session === null || lock !== null ? null : `${session.operator.id} ${session.mode}`;
  const load = async (): Promise<void> => {
    const owner = ownerOf(sessionStore.getState());
    if (owner === null || owner === loadedFor) return;
    loadedFor = owner;
    try {
      const kept = await api.call('keptDrafts', null);
      if (ownerOf(sessionStore.getState()) !== owner) return;
      sessionStore.setState(({ unkeptDrafts, session }) => {
        // What was written while this was asked for is newer.
        const newer = [...unkeptDrafts.values()].filter(isOf(session));
        return { drafts: [...kept, ...newer].reduce<Drafts>(withDraft, new Map()) };
      });
    } catch {
      loadedFor = null; // asked for again once the console process is back
    }
  };

  const stop = sessionStore.subscribe((state, before) => {
    if (state.session === null) loadedFor = null;
    if (state.session !== before.session || state.lock !== before.lock) void load();
    if (state.unkeptDrafts !== before.unkeptDrafts) void handOver();
  });
  // What this window has changed meanwhile, and not yet handed over, is newer.
  const stopHearing = api.on('draftDiscarded', ({ incidentId, part }) =>
    sessionStore.setState(({ drafts, unkeptDrafts, session }) => {
      const isNewer = [...unkeptDrafts.values()].some(
        (change) => isOf(session)(change) && change.incidentId === incidentId && change.part === part,
      );
      return isNewer ? {} : { drafts: withDraft(drafts, { incidentId, part, text: '' }) };
    }),
  );
  return {
    resume: () => {
      void load();
      void handOver();
    },
    stop: () => {
      stop();
      stopHearing();
    },
  };
};
