import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { EvidenceFile, SaveOutcome, ScenarioInfo, Snapshot } from '../../shared/api/contract.ts';
import type { Draft } from '../../shared/api/drafts.ts';
import { CommandId } from '../../shared/domain/ids.ts';
import type { OperatorId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { err } from '../../shared/domain/result.ts';
import { refusal } from './api.ts';
import type { Handlers } from './api.ts';
import type { Desk } from './desk.ts';
import type { Lock } from './lock.ts';
import type { Restarts } from './restarts.ts';
import type { Screens } from './screens.ts';
import { exportEvidence } from './evidence/export.ts';
import type { PageSounds } from './pageSounds.ts';
import type { SettingsFile } from './settings.ts';
import type { SoundCheckKeeper } from './soundCheck.ts';
import type { Training } from './training/training.ts';

/** How long an export whose answer was lost waits for the link each time, and then for the session to be taken up. */
const EXPORT_UP_LIMIT_MS = 20_000;
const EXPORT_PAUSE_MS = 1000;

/** Asks the operator where, and writes it there. */
export type SaveFile = (file: Pick<EvidenceFile, 'fileName' | 'bytes'>) => Promise<SaveOutcome>;

type HandlerOptions = {
  /** The desk on the screen: live, or training while an exercise runs. */
  readonly desk: () => Desk;
  readonly live: Desk;
  readonly snapshot: () => Snapshot;
  readonly entriesSince: (since: number) => readonly Entry[];
  readonly settings: SettingsFile;
  readonly training: Training;
  readonly screens: Screens;
  readonly restarts: Restarts;
  /** Forgets that what was here before was put aside. */
  readonly dismissSetAside: () => void;
  readonly lock: Lock;
  /** Told of a draft that was discarded, so that no other window goes on showing it. */
  readonly onDraftDiscarded: (draft: Pick<Draft, 'incidentId' | 'part'>) => void;
  readonly soundCheck: SoundCheckKeeper;
  /** Told what a page says of its sound. */
  readonly onSoundTold: PageSounds['told'];
  readonly scenarios: () => Promise<readonly ScenarioInfo[]>;
  readonly saveFile: SaveFile | null;
};

const OFFLINE = 'offline: the monitoring server cannot be reached';

const DISK = 'disk: this machine could not keep it';

/** A write of this console; it throws for no other reason than the disk. */
const kept = <T>(write: () => T): T => {
  try {
    return write();
  } catch {
    throw refusal(DISK);
  }
};

/** What each call of the contract does. */
export const createHandlers = ({
  desk,
  live,
  snapshot,
  entriesSince,
  settings,
  training,
  screens,
  restarts,
  dismissSetAside,
  lock,
  onDraftDiscarded,
  soundCheck,
  onSoundTold,
  scenarios,
  saveFile,
}: HandlerOptions): Handlers => {
  /** The package made last, for whom it was made: until they save another, or leave. */
  let exported: { readonly for: OperatorId; readonly file: EvidenceFile } | null = null;
  const operator = (): NonNullable<Snapshot['session']>['operator'] => {
    const session = desk().session.view();
    if (session === null) throw refusal('not signed in');
    return session.operator;
  };
  const trainer = (): void => {
    if (live.session.view()?.operator.role !== 'trainer') throw refusal('not allowed: training is a trainer’s');
  };
  /** What was found of the live server's log is a supervisor's to put away, at the live desk. */
  const judgeOfLog = (): OperatorId => {
    const { id, role } = operator();
    if (role !== 'supervisor' || desk() !== live) throw refusal('not allowed: a supervisor judges the log');
    return id;
  };

  return {
    snapshot: async () => snapshot(),
    signIn: async (args) => {
      if (desk().session.view() !== null) throw refusal('signed in already: sign out first');
      return desk().session.signIn(args);
    },
    signOut: async () => {
      if (desk() !== live) await training.stop();
      screens.clear();
      exported = null;
      await live.session.signOut();
      return null;
    },
    extendSession: ({ password }) => live.session.extend(password),
    lock: async () => {
      lock.lock('request');
      return null;
    },
    unlock: async ({ password }) => {
      const judged = await live.session.checkPassword(password);
      if (judged.ok) lock.open();
      return judged;
    },
    touched: async () => {
      lock.touched();
      return null;
    },
    checkSound: async ({ heard }) => {
      operator();
      soundCheck.answer(heard);
      return null;
    },
    tellSound: async ({ page, off }) => {
      onSoundTold(page, off);
      return null;
    },
    entries: async ({ since }) => entriesSince(since),
    send: async (body) => {
      const { id: operatorId } = operator();
      return { id: kept(() => desk().outbox.send(body, operatorId)) };
    },
    giveAgain: async ({ id }) => {
      const { id: operatorId } = operator();
      kept(() => desk().outbox.giveAgain(id, operatorId));
      return null;
    },
    dismissRefusal: async ({ id }) => {
      const { id: operatorId } = operator();
      kept(() => desk().outbox.dismiss(id, operatorId));
      return null;
    },
    keepDraft: async ({ operatorId, mode, ...draft }) => {
      const session = desk().session.view();
      if (session?.operator.id !== operatorId || session.mode !== mode) throw refusal('another operator is here now');
      kept(() => desk().drafts.keep(operatorId, draft));
      const { incidentId, part, text } = draft;
      if (text === '') onDraftDiscarded({ incidentId, part });
      return null;
    },
    keptDrafts: async () => desk().drafts.of(operator().id),
    positions: async (args) => {
      const answer = await desk().link.call('positions', args);
      if (!answer.ok) throw refusal(OFFLINE);
      return answer.value;
    },
    accessLog: async (args) => {
      const answer = await desk().link.call('accessLog', args);
      if (!answer.ok) throw refusal(OFFLINE);
      return answer.value;
    },
    exportEvidence: async (args) => {
      const { link, log } = desk();
      const recover = async (): Promise<void> => {
        await link.whenUp(EXPORT_UP_LIMIT_MS);
        await setTimeout(EXPORT_PAUSE_MS);
      };
      const newCommandId = (): CommandId => CommandId.parse(randomUUID());
      const made = await exportEvidence({ link, newCommandId, recover, seen: log.seen }, args);
      if (made.ok) {
        if (saveFile !== null) exported = { for: operator().id, file: made.value };
        return made;
      }
      if (made.error.at === 'server') return err(made.error.refusal);
      if (made.error.at === 'log') return err({ reason: 'log-differs' });
      throw made.error.at === 'link' ? refusal(OFFLINE) : refusal('the reports could not be drawn');
    },
    saveExport: async () => {
      if (saveFile === null || exported?.for !== operator().id) throw refusal('nothing to save');
      return saveFile(exported.file);
    },
    acceptLog: async () => {
      if (!live.log.accept(judgeOfLog())) throw refusal('nothing to put away');
      return null;
    },
    dismissOtherLog: async () => {
      if (!live.log.dismissOtherLog(judgeOfLog())) throw refusal('nothing to put away');
      return null;
    },
    keepScreen: async ({ page, screen }) => {
      const session = desk().session.view();
      if (session !== null) screens.keep(page, session, screen);
      return null;
    },
    keptScreen: async ({ page }) => screens.kept(page, desk().session.view()),
    dismissRestarts: async () => {
      operator();
      restarts.dismiss();
      return null;
    },
    dismissSetAside: async () => {
      operator();
      kept(dismissSetAside);
      return null;
    },
    setLocale: async (next) => {
      settings.set(next);
      return null;
    },
    scenarios: async () => scenarios(),
    startTraining: async ({ scenario, seed }) => {
      trainer();
      // By name only: a page gets no path of its own onto a server's command line.
      if (!(await scenarios()).some(({ name }) => name === scenario)) throw refusal('unknown scenario');
      return training.start(scenario, seed);
    },
    controlTraining: async (args) => {
      trainer();
      const answer = await desk().link.call('simulator', args);
      if (!answer.ok) throw refusal(OFFLINE);
      return answer.value;
    },
    stopTraining: async () => {
      trainer();
      await training.stop();
      return null;
    },
  };
};
