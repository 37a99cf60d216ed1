import { join } from 'node:path';
import type { ScenarioInfo, ShellInfo, Snapshot } from '../../shared/api/contract.ts';
import type { LockReason } from '../../shared/api/lock.ts';
import type { LogState } from '../../shared/api/log.ts';
import type { StoreState } from '../../shared/api/store.ts';
import { ConsoleId } from '../../shared/domain/ids.ts';
import type { ProvisionalEntries } from '../../shared/domain/incidents/provisional.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { Log } from '../files/log.ts';
import { createAlarms } from './alarms.ts';
import type { Alarms } from './alarms.ts';
import { createAnswerer } from './api.ts';
import type { Answerer } from './api.ts';
import { guardedTimers } from './clock.ts';
import type { Clock, Timers } from './clock.ts';
import { createDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { mayRead } from './desk/linkState.ts';
import { createEmitter } from './emitter.ts';
import type { AnyEventListener } from './emitter.ts';
import { createHandlers } from './handlers.ts';
import type { SaveFile } from './handlers.ts';
import type { Dial } from './link/socket.ts';
import { createLock } from './lock.ts';
import { ASK_SOUND_EVERY_MS, createPageSounds } from './pageSounds.ts';
import { createRefused } from './refused.ts';
import { createRestarts } from './restarts.ts';
import type { Restarts } from './restarts.ts';
import { createScreens } from './screens.ts';
import { openSettings } from './settings.ts';
import { createSoundCheck } from './soundCheck.ts';
import { loadStoreKey } from './store/key.ts';
import type { Keyring } from './store/key.ts';
import { metaValue, noteSetAside, notedSetAside } from './store/meta.ts';
import { openConsoleStore } from './store/open.ts';
import type { ConsoleStore } from './store/store.ts';
import { createRowSeal } from './store/seal.ts';
import { createTraining } from './training/training.ts';
import type { SpawnTrainingServer } from './training/training.ts';

export type ConsoleOptions = {
  /** Resolves to the live server's address once it is known. */
  readonly url: Promise<string>;
  readonly dial: Dial;
  /** The console's own folder: console.db, training.db, key.json, settings.json. */
  readonly folder: string;
  /** Where the system keeps secrets; null where it has no such place. */
  readonly keyring: Keyring | null;
  readonly shell: ShellInfo;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: (prefix: string) => string;
  readonly newToken: () => string;
  readonly spawnTrainingServer: SpawnTrainingServer;
  readonly scenarios: () => Promise<readonly ScenarioInfo[]>;
  /** Null in a shell whose page saves files itself. */
  readonly saveFile: SaveFile | null;
  readonly policy: Policy['console'];
  /** Seconds since anybody touched this machine; null where the shell cannot tell, and the pages' own word counts alone. */
  readonly systemIdle_s: () => number | null;
  /** The shell lets no page sound, whatever they know of it. */
  readonly isMuted: () => boolean;
  readonly log: Log;
};

/** The console process without a shell: what windows ask and hear, over any transport. */
export type ConsoleProcess = {
  readonly answer: Answerer;
  readonly onAny: (listener: AnyEventListener) => () => void;
  readonly snapshot: () => Snapshot;
  /** A page of the journal, as far as the signed-in operator may read it; in order. */
  readonly entriesSince: (since: number) => readonly Entry[];
  /** Tells every window that a part of the console broke down and runs again. */
  readonly restarted: Restarts['add'];
  readonly alarms: Alarms;
  /** Locks every window until the operator's password is given; nothing where nobody is signed in. */
  readonly lock: (reason: LockReason) => void;
  readonly close: () => Promise<void>;
};

type Stores = {
  readonly live: ConsoleStore;
  readonly training: ConsoleStore;
  readonly keyKeptBy: StoreState['keyKeptBy'];
};

const openStores = ({ folder, keyring, clock, log }: ConsoleOptions): Result<Stores, string> => {
  const onMended = (reason: string): void => log.warn({ reason }, 'mended');
  const key = loadStoreKey(folder, keyring, () =>
    onMended('the key does not open: it is put aside, a new one is made'),
  );
  if (!key.ok) return key;
  const open = (name: 'live' | 'training', file: string): Result<ConsoleStore, string> =>
    openConsoleStore({ path: join(folder, file), seal: createRowSeal(key.value.key, name), now: clock.now, onMended });
  const live = open('live', 'console.db');
  if (!live.ok) return live;
  const training = open('training', 'training.db');
  if (training.ok) return ok({ live: live.value, training: training.value, keyKeptBy: key.value.keptBy });
  live.value.db.close();
  return err(training.error);
};

/**
 * Composes link, journal, outbox, session and training into one console.
 * @returns an error line where its databases cannot be opened.
 */
export const createConsole = (options: ConsoleOptions): Result<ConsoleProcess, string> => {
  const { clock, log } = options;
  const opened = openStores(options);
  if (!opened.ok) return opened;
  const { live: liveStore, training: trainingStore, keyKeptBy } = opened.value;
  /** One part fails: the others go on, and every window says that something here may not work. */
  const onFailure = (thrown: unknown): void => {
    log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'a part of the console failed');
    restarts.add('console');
  };
  const timers = guardedTimers(options.timers, onFailure);
  const { emit, onAny } = createEmitter((name, thrown) => {
    // Telling of it would go the same way.
    if (name !== 'restarts') onFailure(thrown);
  });
  const refused = createRefused((reason) => log.warn({ reason }, 'refused'));
  const settings = openSettings(options.folder, (now) => emit('settings', now));
  const restarts = createRestarts(clock.now, (all) => emit('restarts', all));
  const soundCheck = createSoundCheck(clock.now, (state) => emit('soundCheck', state));
  const pageSounds = createPageSounds(clock, options.isMuted);
  const consoleId = ConsoleId.parse(metaValue(liveStore.db, 'consoleId', () => options.newId('console')));

  let shown: Desk | null = null;
  /** A desk is heard while it is the one on the screen; the other goes on in silence. */
  const openDesk = (
    store: ConsoleStore,
    url: Promise<string>,
    rest: Pick<Parameters<typeof createDesk>[0], 'token' | 'onSimulator'>,
  ): Desk => {
    const heard: AnyEventListener = (name, payload) => {
      if (name === 'log') emit('log', logState());
      else if (desk === shown) emit(name, payload);
    };
    const newId = (): string => options.newId('command');
    const isLocked = (): boolean => lock.state() !== null;
    const own = {
      url,
      dial: options.dial,
      store,
      consoleId,
      clock,
      timers,
      newId,
      refused,
      emit: heard,
      isLocked,
      onFailure,
    };
    const desk = createDesk({ ...own, ...rest, canSound: pageSounds.canSound });
    return desk;
  };
  /** What was found wrong with the live record is said during an exercise too. */
  const logState = (): LogState => {
    const { fault, otherLogSince_ms } = live.log.view();
    const own = (shown ?? live).log.view();
    return {
      ...own,
      fault: fault ?? own.fault,
      otherLogSince_ms: otherLogSince_ms ?? own.otherLogSince_ms,
    };
  };
  const storeState = (): StoreState => ({ keyKeptBy, setAside: notedSetAside(liveStore.db) });
  const live = openDesk(liveStore, options.url, { token: null, onSimulator: () => undefined });
  shown = live;

  const unrecorded = ({ session, provisional }: Desk): ProvisionalEntries =>
    mayRead(session.view()) ? provisional() : [];
  const show = (desk: Desk | null): void => {
    const next = desk ?? live;
    if (next === shown) return;
    shown = next;
    emit('recordReset', null);
    emit('provisional', { after: 0, entries: unrecorded(next) });
    emit('link', next.linkState());
    emit('session', { session: next.session.view(), ended: null });
    emit('directory', next.session.directory());
    emit('outbox', next.pending());
    emit('strandedCommands', next.stranded());
    emit('log', logState());
    emit('leases', next.held.leases());
    emit('desks', next.held.desks());
    emit('impaired', next.held.impaired());
    for (const advice of next.held.advice()) emit('advice', advice);
  };

  const training = createTraining({
    spawn: options.spawnTrainingServer,
    timers,
    newToken: options.newToken,
    openDesk: (url, token, onSimulator) => {
      // Every exercise starts with nothing: neither record nor commands nor drafts of an earlier one.
      trainingStore.db.exec(
        'DELETE FROM entry; DELETE FROM outbox; DELETE FROM draft; DELETE FROM provisional_lease; DELETE FROM disputed_entry; DELETE FROM log_seen; DELETE FROM log_state;',
      );
      return openDesk(trainingStore, Promise.resolve(url), { token, onSimulator });
    },
    show,
    onState: (state) => emit('training', state),
  });

  const desk = (): Desk => shown ?? live;
  const snapshot = (): Snapshot => ({
    shell: options.shell,
    settings: settings.get(),
    link: desk().linkState(),
    session: desk().session.view(),
    directory: desk().session.directory(),
    leases: desk().held.leases(),
    advice: desk().held.advice(),
    desks: desk().held.desks(),
    impaired: desk().held.impaired(),
    outbox: desk().pending(),
    strandedCommands: desk().stranded(),
    training: training.state(),
    log: logState(),
    store: storeState(),
    restarts: restarts.list(),
    lock: lock.state(),
    soundCheck: soundCheck.state(),
    head: mayRead(desk().session.view()) ? desk().journal.head() : 0,
    provisional: unrecorded(desk()),
  });

  const entriesSince = (since: number): readonly Entry[] =>
    mayRead(desk().session.view()) ? desk().journal.page(since) : [];

  const alarms = createAlarms({ onAny, entriesSince, onFailure });
  const lock = createLock({
    lockAfter_s: options.policy.lockAfter_s,
    clock,
    timers,
    systemIdle_s: options.systemIdle_s,
    isSignedIn: () => desk().session.view() !== null,
    hasOpenIncident: () => alarms.state().open > 0,
    // The live server judges the password, also during an exercise.
    isLinkUp: () => live.link.isUp(),
    onChange: (state) => {
      emit('lock', state);
      desk().attend();
    },
  });
  onAny((name) => {
    if (name !== 'session') return;
    pageSounds.begin();
    // Whoever was signed in is gone: the sign-in asks for more than the lock does, and the next one has ears of their own.
    if (desk().session.view() !== null) return;
    lock.open();
    soundCheck.forget();
  });
  const stopAsking = timers.every(ASK_SOUND_EVERY_MS, () => {
    if (desk().session.view() !== null) emit('soundAsked', { muted: options.isMuted() });
  });

  const handlers = createHandlers({
    desk,
    live,
    snapshot,
    entriesSince,
    settings,
    training,
    screens: createScreens(),
    restarts,
    dismissSetAside: () => {
      noteSetAside(liveStore.db, null);
      emit('store', storeState());
    },
    lock,
    soundCheck,
    onSoundTold: (page, off) => {
      const before = pageSounds.canSound();
      pageSounds.told(page, off);
      // Nobody waits for the next second to be told that a desk has fallen silent.
      if (pageSounds.canSound() !== before) desk().attend();
    },
    onDraftDiscarded: (draft) => emit('draftDiscarded', draft),
    scenarios: options.scenarios,
    saveFile: options.saveFile,
  });
  const answer = createAnswerer(handlers, refused.count, (call, error) =>
    log.error({ call, error: error instanceof Error ? error.name : 'unknown' }, 'call failed'),
  );
  return ok({
    answer: async (name, args) => {
      if (lock.allows(name)) return answer(name, args);
      refused.count('api:locked');
      return { ok: false, message: 'locked: unlock first' };
    },
    onAny,
    snapshot,
    entriesSince,
    restarted: restarts.add,
    alarms,
    lock: lock.lock,
    close: async () => {
      lock.close();
      stopAsking();
      await training.stop();
      live.close();
      liveStore.db.close();
      trainingStore.db.close();
    },
  });
};
