import { z } from 'zod';
import { ClockHealth } from '../domain/clockHealth.ts';
import { CommandId, EpochMs, IncidentId, OperatorId } from '../domain/ids.ts';
import { COMMAND_KINDS } from '../domain/incidents/commandKinds.ts';
import { CommandBody, Refusal } from '../domain/incidents/commands.ts';
import { Entry } from '../domain/incidents/entries.ts';
import { LANGUAGES, inEachLanguage } from '../domain/languages.ts';
import { Mode, Operator } from '../domain/operators.ts';
import {
  Advice,
  DeskStates,
  Directory,
  ExtendRefusal,
  LeaseOpened,
  Provisional,
  SessionEnd,
  SignInRefusal,
  SimulatorState,
  StoreHealth,
  serverCalls,
  serverEvents,
} from '../protocol/messages.ts';
import { Draft, DraftChange, DraftPart } from './drafts.ts';
import { LockState, Unlocked } from './lock.ts';
import { LogState } from './log.ts';
import { PageId, Restart, Screen } from './screen.ts';
import { Impairment } from '../protocol/impairments.ts';
import { SoundCheck, SoundOff } from './sound.ts';
import { StoreState } from './store.ts';

/** Link of the console process to the monitoring server. */
export const LinkState = z
  .strictObject({
    status: z.enum(['connecting', 'up', 'lost', 'refused']),
    /** Since when, console clock. */
    since_ms: EpochMs,
    /** Server clock minus console clock, ms; null until measured. */
    clockOffset_ms: z.number().nullable(),
    /** What the server holds of its own clock; null until it has said. */
    clock: ClockHealth.nullable(),
    /** This machine's clock minus the server's time, ms; null until measured, and where the console reads none. */
    machineClockOff_ms: z.number().nullable(),
    /** This console's clock when it told this, epoch ms: what the page sets its own by. */
    told_ms: EpochMs,
    /** Somebody on the screen is played by the server's simulator; null until the server has said. */
    simulated: z.boolean().nullable(),
    /** True once the console holds every entry the server has told of. */
    caughtUp: z.boolean(),
    /** Invalid or skipped messages since start; shown, never hidden. */
    refusedMessages: z.int().min(0),
    droppedFrames: z.int().min(0),
    /** Since when this console's disk takes neither entries nor commands, console clock; null while it does. */
    diskFailingSince_ms: EpochMs.nullable(),
    /** Whether the server's record takes what is written, as its last heartbeat said; times by the server's clock. Null until it has said so. */
    serverStore: StoreHealth.nullable(),
  })
  .readonly();
export type LinkState = z.infer<typeof LinkState>;

/** The operator at this console, without the token. */
export const SessionView = z.strictObject({ operator: Operator, mode: Mode, expiresAt_ms: EpochMs }).readonly();
export type SessionView = z.infer<typeof SessionView>;

/**
 * A command in the outbox: waiting to land; decided by a server that cannot record it yet, which says so in what is provisional; refused,
 * until someone has seen it; or come back, to be given again or discarded.
 */
export const PendingCommand = z
  .strictObject({
    id: CommandId,
    issuedAt_ms: EpochMs,
    body: CommandBody,
    state: z.enum(['waiting', 'unrecorded', 'refused', 'returned']),
    refusal: Refusal.nullable(),
  })
  .readonly();
export type PendingCommand = z.infer<typeof PendingCommand>;

/** What somebody else gave at this console and was not carried out. It says nothing that they wrote. */
export const StrandedCommand = z
  .strictObject({
    operatorId: OperatorId,
    issuedAt_ms: EpochMs,
    kind: z.enum(COMMAND_KINDS),
    incidentId: IncidentId.nullable(),
  })
  .readonly();
export type StrandedCommand = z.infer<typeof StrandedCommand>;

export const Locale = z.enum(LANGUAGES);
export type Locale = z.infer<typeof Locale>;

export const Settings = z.strictObject({ locale: Locale }).readonly();
export type Settings = z.infer<typeof Settings>;

export const ScenarioInfo = z
  .strictObject({
    name: z.string(),
    title: z.strictObject(inEachLanguage(() => z.string())).readonly(),
    summary: z.strictObject(inEachLanguage(() => z.string())).readonly(),
    duration_s: z.number(),
    seed: z.int(),
  })
  .readonly();
export type ScenarioInfo = z.infer<typeof ScenarioInfo>;

export const TrainingState = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('off') }).readonly(),
  z.strictObject({ phase: z.literal('starting'), scenario: z.string() }).readonly(),
  z.strictObject({ phase: z.literal('running'), simulator: SimulatorState }).readonly(),
  z.strictObject({ phase: z.literal('failed'), message: z.string() }).readonly(),
]);
export type TrainingState = z.infer<typeof TrainingState>;

/** Which shell carries the renderer, and what it can do that the other cannot. */
export const ShellInfo = z
  .strictObject({
    kind: z.enum(['electron', 'browser']),
    /** The shell shows native notifications itself; otherwise the page asks the browser to. */
    nativeNotifications: z.boolean(),
    version: z.string(),
    /** Set only where the deployment gives one; switches the base map to mapbox-gl. */
    mapboxToken: z.string().nullable(),
    /** False: started without maps, for a machine too weak to draw them. */
    map: z.boolean(),
    /** Whether live windows are kept off screenshots and shared screens; `unable`: this system or shell cannot. */
    captureBlock: z.enum(['on', 'off', 'unable']),
    /** Demo accounts are seeded: the sign-in screen says so. */
    demo: z.boolean(),
  })
  .readonly();
export type ShellInfo = z.infer<typeof ShellInfo>;

/** Everything a window needs to draw, but for the entries, which it pages. */
export const Snapshot = z
  .strictObject({
    shell: ShellInfo,
    settings: Settings,
    link: LinkState,
    session: SessionView.nullable(),
    directory: Directory.nullable(),
    leases: z.array(LeaseOpened).readonly(),
    advice: z.array(Advice).readonly(),
    desks: DeskStates,
    /** What fails on the server now, as far as it concerns this desk. */
    impaired: z.array(Impairment).readonly(),
    outbox: z.array(PendingCommand).readonly(),
    strandedCommands: z.array(StrandedCommand).readonly(),
    training: TrainingState,
    log: LogState,
    store: StoreState,
    restarts: z.array(Restart).readonly(),
    /** Null while the console is not locked. */
    lock: LockState.nullable(),
    /** Null until the operator signed in has answered to the test tone. */
    soundCheck: SoundCheck.nullable(),
    head: z.int().min(0),
    /** What the server has found and cannot record yet, beyond `head`. */
    provisional: z.array(Entry).readonly(),
  })
  .readonly();
export type Snapshot = z.infer<typeof Snapshot>;

/** Bytes arrive as ArrayBuffer over the socket and as Uint8Array over IPC. */
const Bytes = z.preprocess(
  (value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value),
  z.instanceof(Uint8Array),
);

/** An evidence package, as one file, and what became of the positions in it. */
export const EvidenceFile = z
  .strictObject({
    fileName: z.string().min(1).max(200),
    bytes: Bytes,
    /** `not-included`: sealed in the record, and the server could not open all of what was sealed. */
    positions: z.enum(['open', 'deleted', 'not-included', 'none']),
  })
  .readonly();
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** The server's evidence is of another log, or another history of it, than this console knows. */
const LogDiffers = z.strictObject({ reason: z.literal('log-differs') }).readonly();

/** What became of a file that the operator was to save. */
export const SaveOutcome = z.enum(['saved', 'cancelled', 'failed']);
export type SaveOutcome = z.infer<typeof SaveOutcome>;

const Exported = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: EvidenceFile }).readonly(),
  z.strictObject({ ok: z.literal(false), error: z.union([Refusal, LogDiffers]) }).readonly(),
]);

const SignIn = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: SessionView }).readonly(),
  z.strictObject({ ok: z.literal(false), error: z.union([SignInRefusal, z.literal('offline')]) }).readonly(),
]);

/** Why a session ended: as the server says, or because it no longer takes it up again. */
export const SessionOver = z.enum([...SessionEnd.options, 'not-resumed']);
export type SessionOver = z.infer<typeof SessionOver>;

/** `offline`: the server cannot be asked now. */
export const NotExtended = z.enum([...ExtendRefusal.options, 'offline']);
export type NotExtended = z.infer<typeof NotExtended>;

const Extended = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: SessionView }).readonly(),
  z.strictObject({ ok: z.literal(false), error: NotExtended }).readonly(),
]);

const call = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ args, result });

/**
 * Renderer → console process: each call once, by subject, with schemas for both directions. Everything else is derived from here. What a call
 * is named is one word for all subjects, since that is how it travels.
 */
export const callsBySubject = {
  /** What a page shows and would lose, and how it is shown. */
  screen: {
    snapshot: call(z.null(), Snapshot),
    /** Keeps what this page shows, for the page that takes its place; nothing of it leaves memory. */
    keepScreen: call(z.strictObject({ page: PageId, screen: Screen }).readonly(), z.null()),
    /** What the page of this name showed to the same operator; null where nothing was kept. */
    keptScreen: call(z.strictObject({ page: PageId }).readonly(), Screen.nullable()),
    setLocale: call(Settings, z.null()),
  },
  session: {
    signIn: call(serverCalls.signIn.args, SignIn),
    signOut: call(z.null(), z.null()),
    /** Lets the session last longer, for the operator's password. */
    extendSession: call(serverCalls.extendSession.args, Extended),
  },
  lock: {
    /** Locks every window until the operator gives their password again. */
    lock: call(z.null(), z.null()),
    unlock: call(serverCalls.checkPassword.args, Unlocked),
    /** Somebody has just touched a page. */
    touched: call(z.null(), z.null()),
  },
  sound: {
    /** Whether the operator has heard the test tone, kept until they sign out. */
    checkSound: call(z.strictObject({ heard: z.boolean() }).readonly(), z.null()),
    /** Why no alarm would be heard on this page; null where it would. Said when it changes and whenever it is asked for. */
    tellSound: call(z.strictObject({ page: PageId, off: SoundOff.nullable() }).readonly(), z.null()),
  },
  record: {
    /** Entries after `since` from the console's journal, in order, at most PAGE_LIMIT. */
    entries: call(z.strictObject({ since: z.int().min(0) }).readonly(), z.array(Entry).readonly()),
    accessLog: call(serverCalls.accessLog.args, serverCalls.accessLog.result),
    /** Puts away what was found wrong with the server's log; a supervisor's, remembered with name and time. */
    acceptLog: call(z.null(), z.null()),
    /** Puts away the notice that the server keeps another log; a supervisor's, remembered with name and time. */
    dismissOtherLog: call(z.null(), z.null()),
  },
  incidents: {
    /** Puts a command into the durable outbox; answers with its id once it is on the console's disk. */
    send: call(CommandBody, z.strictObject({ id: CommandId }).readonly()),
    /** Gives a command that has come back once more, as of now. */
    giveAgain: call(z.strictObject({ id: CommandId }).readonly(), z.null()),
    /** Takes a command that was refused or has come back off the screen: the operator has seen it. */
    dismissRefusal: call(z.strictObject({ id: CommandId }).readonly(), z.null()),
    /** Keeps what is being written, sealed on the console's disk, until it is sent or discarded. */
    keepDraft: call(DraftChange, z.null()),
    /** What the operator at this console has begun to write and neither sent nor discarded. */
    keptDrafts: call(z.null(), z.array(Draft).readonly()),
  },
  evidence: {
    positions: call(serverCalls.positions.args, serverCalls.positions.result),
    /** Makes the evidence package of an incident; supervisors only, with a typed reason that the record keeps. */
    exportEvidence: call(
      z.strictObject({ incidentId: IncidentId, reason: z.string().trim().min(1).max(400) }).readonly(),
      Exported,
    ),
    /** Lets the operator save the package they have just had made; in the Electron shell, where a page writes no files. */
    saveExport: call(z.null(), SaveOutcome),
  },
  training: {
    scenarios: call(z.null(), z.array(ScenarioInfo).readonly()),
    startTraining: call(
      z.strictObject({ scenario: z.string().max(100), seed: z.int().nullable() }).readonly(),
      TrainingState,
    ),
    controlTraining: call(serverCalls.simulator.args, serverCalls.simulator.result),
    stopTraining: call(z.null(), z.null()),
  },
  /** What went wrong at this console, once somebody has seen it. */
  notices: {
    /** Somebody at this console has seen what broke down and was started again. */
    dismissRestarts: call(z.null(), z.null()),
    /** Somebody at this console has seen that what did not open was put aside. */
    dismissSetAside: call(z.null(), z.null()),
  },
} as const;

/** Console process → renderer, by subject. `presence` is a binary frame (protocol/presence.ts); all others are JSON. */
export const eventsBySubject = {
  link: { link: LinkState },
  screen: {
    /** The settings have changed, in this window or another. */
    settings: Settings,
  },
  session: {
    session: z.strictObject({ session: SessionView.nullable(), ended: SessionOver.nullable() }).readonly(),
    directory: Directory.nullable(),
  },
  lock: { lock: LockState.nullable() },
  sound: {
    soundCheck: SoundCheck.nullable(),
    /**
     * Pages are to say with `tellSound` whether an alarm would be heard on them: one that does not answer is taken for silent. `muted`: the
     * shell lets no page sound.
     */
    soundAsked: z.strictObject({ muted: z.boolean() }).readonly(),
  },
  record: {
    entries: z.array(Entry).readonly(),
    /** The journal starts anew (other server, other mode): drop every entry held. */
    recordReset: z.null(),
    /** What the server cannot record yet: whoever holds some of it cuts that to numbers up to `after`, and appends. A reset drops all of it. */
    provisional: Provisional,
    log: LogState,
  },
  incidents: {
    outbox: z.array(PendingCommand).readonly(),
    strandedCommands: z.array(StrandedCommand).readonly(),
    /** A draft of the operator was sent or discarded in one of their windows: the others forget it too. */
    draftDiscarded: z.strictObject({ incidentId: IncidentId, part: DraftPart }).readonly(),
  },
  presence: {
    presence: z.instanceof(Uint8Array),
    /** All leases in force, where they begin anew; after that each change by itself, since a lead-in is long. */
    leases: z.array(LeaseOpened).readonly(),
    leaseOpened: LeaseOpened,
    leaseRenewed: serverEvents.leaseRenewed,
    leaseEnded: serverEvents.leaseEnded,
    advice: Advice,
    /** Whether each operator is at their desk. */
    desks: DeskStates,
    impaired: serverEvents.impaired,
  },
  training: { training: TrainingState },
  notices: {
    store: StoreState,
    restarts: z.array(Restart).readonly(),
  },
} as const;

/** Every call by its name alone. */
export const apiCalls = {
  ...callsBySubject.screen,
  ...callsBySubject.session,
  ...callsBySubject.lock,
  ...callsBySubject.sound,
  ...callsBySubject.record,
  ...callsBySubject.incidents,
  ...callsBySubject.evidence,
  ...callsBySubject.training,
  ...callsBySubject.notices,
} as const;

/** Every event by its name alone. */
export const apiEvents = {
  ...eventsBySubject.link,
  ...eventsBySubject.screen,
  ...eventsBySubject.session,
  ...eventsBySubject.lock,
  ...eventsBySubject.sound,
  ...eventsBySubject.record,
  ...eventsBySubject.incidents,
  ...eventsBySubject.presence,
  ...eventsBySubject.training,
  ...eventsBySubject.notices,
} as const;

export type ApiCallName = keyof typeof apiCalls;
export type ApiCallArgs<K extends ApiCallName> = z.infer<(typeof apiCalls)[K]['args']>;
export type ApiCallResult<K extends ApiCallName> = z.infer<(typeof apiCalls)[K]['result']>;
export type ApiEventName = keyof typeof apiEvents;
export type ApiEventPayload<K extends ApiEventName> = z.infer<(typeof apiEvents)[K]>;

export const apiCallNames = Object.keys(apiCalls) as readonly ApiCallName[]; // keys of a literal object
export const apiEventNames = Object.keys(apiEvents) as readonly ApiEventName[];

/** The console process as a renderer sees it, over any transport. */
export type ConsoleApi = {
  readonly call: <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;
  readonly on: <K extends ApiEventName>(name: K, listener: (payload: ApiEventPayload<K>) => void) => () => void;
};
