import { useStore } from 'zustand';
import type {
  LinkState,
  PendingCommand,
  SessionOver,
  SessionView,
  Settings,
  ShellInfo,
  Snapshot,
  StrandedCommand,
  TrainingState,
} from '../../shared/api/contract.ts';
import type { LockState } from '../../shared/api/lock.ts';
import type { LogState } from '../../shared/api/log.ts';
import type { SoundCheck } from '../../shared/api/sound.ts';
import type { StoreState } from '../../shared/api/store.ts';
import type { DraftChange, DraftPart } from '../../shared/api/drafts.ts';
import type { Restart, View } from '../../shared/api/screen.ts';
import type { CommandId, IncidentId, PlaceId } from '../../shared/domain/ids.ts';
import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import type { OperatorRole } from '../../shared/domain/operators.ts';
import type { Impairment } from '../../shared/protocol/impairments.ts';
import type { DeskStates, Directory } from '../../shared/protocol/messages.ts';
import type { BridgeStatus } from '../bridge/index.ts';
import { directoryIndex } from './directoryIndex.ts';
import type { DirectoryIndex } from './directoryIndex.ts';
import { createStepStore } from './step.ts';

export type { View } from '../../shared/api/screen.ts';

/** Texts that were begun and neither sent nor discarded, by incident and by what they are for. */
export type Drafts = ReadonlyMap<IncidentId, ReadonlyMap<DraftPart, string>>;

/** This operator's screen: who is signed in, what the console process says of itself, what is being looked at. */
export type SessionState = {
  /** False until the first snapshot. */
  readonly ready: boolean;
  readonly shell: ShellInfo | null;
  readonly settings: Settings;
  readonly link: LinkState | null;
  /** Page to console process. Down means that nothing on the screen is current. */
  readonly bridge: BridgeStatus;
  /** Answers and events of the console process that did not fit their schema. */
  readonly bridgeRefused: number;
  readonly session: SessionView | null;
  /** Why the last session ended, for the sign-in screen; null after a sign-in or at start. */
  readonly ended: SessionOver | null;
  readonly directory: Directory | null;
  /** Whether each operator is at their desk, as the server told it last. */
  readonly desks: DeskStates;
  /** What fails on the server, as far as it concerns this desk. */
  readonly impaired: readonly Impairment[];
  readonly outbox: readonly PendingCommand[];
  /** What others gave at this console and was not carried out. */
  readonly strandedCommands: readonly StrandedCommand[];
  readonly training: TrainingState;
  /** How far the console process has checked the server's log; null before the first snapshot. */
  readonly log: LogState | null;
  /** How this console's own disk is sealed, and what did not open; null before the first snapshot. */
  readonly store: StoreState | null;
  /** What broke down and was started again, until somebody has seen it. */
  readonly restarts: readonly Restart[];
  /** Null while the console is not locked. */
  readonly lock: LockState | null;
  /** Null until the operator signed in has answered to the test tone. */
  readonly soundCheck: SoundCheck | null;
  /** How often the console process has asked whether this page can be heard, and whether its shell lets no page sound. */
  readonly soundAsked: { readonly times: number; readonly muted: boolean };
  readonly view: View;
  readonly selectedIncident: IncidentId | null;
  /** Safe place of the selected incident whose way the operator asked for, and the one they only look at; null: the best. */
  readonly chosenPlace: PlaceId | null;
  readonly previewedPlace: PlaceId | null;
  /** Where this screen has led victims to, by the command that did: the record keeps no place, and this is gone with the page. */
  readonly led: ReadonlyMap<CommandId, PlaceId>;
  /** What became of this operator's incidents at other desks, and was seen here. */
  readonly seenLosses: ReadonlySet<string>;
  readonly drafts: Drafts;
  /** Drafts as they were written last, of which the console process has not yet said that it keeps them. */
  readonly unkeptDrafts: ReadonlyMap<string, DraftChange>;
  /** Kinds of commands that could not even be handed to the console process, oldest first. */
  readonly unsent: readonly CommandBody['kind'][];
};

const nothingSelected = { selectedIncident: null, chosenPlace: null, previewedPlace: null } as const;

const initial: SessionState = {
  ready: false,
  shell: null,
  settings: { locale: 'ko' },
  link: null,
  bridge: { up: false, since_ms: 0 },
  bridgeRefused: 0,
  session: null,
  ended: null,
  directory: null,
  desks: [],
  impaired: [],
  outbox: [],
  strandedCommands: [],
  training: { phase: 'off' },
  log: null,
  store: null,
  restarts: [],
  lock: null,
  soundCheck: null,
  soundAsked: { times: 0, muted: false },
  view: 'dispatch',
  ...nothingSelected,
  led: new Map(),
  seenLosses: new Set(),
  drafts: new Map(),
  unkeptDrafts: new Map(),
  unsent: [],
};

export const sessionStore = createStepStore(initial);

const HOME: Readonly<Record<OperatorRole, View>> = {
  dispatcher: 'dispatch',
  supervisor: 'supervisor',
  trainer: 'trainer',
};
const VIEWS: Readonly<Record<OperatorRole, readonly View[]>> = {
  dispatcher: ['dispatch'],
  supervisor: ['supervisor', 'dispatch'],
  trainer: ['trainer'],
};

/** Views an operator may open, their own first. A trainer's own view holds the screen of the exercise. */
export const viewsOf = (role: OperatorRole): readonly View[] => VIEWS[role];

const sameOperator = (a: SessionView | null, b: SessionView | null): boolean =>
  a?.operator.id === b?.operator.id && a?.mode === b?.mode;

/** A new operator (or mode) starts on their own view with nothing selected; the same one keeps the screen. */
export const applySession = (session: SessionView | null, ended: SessionOver | null): void => {
  const previous = sessionStore.getState().session;
  if (sameOperator(previous, session))
    return sessionStore.setState({ session, ended: session === null ? ended : null });
  const keepsView = previous !== null && session !== null && previous.operator.id === session.operator.id;
  sessionStore.setState((state) => ({
    session,
    ended: session === null ? ended : null,
    ...nothingSelected,
    led: new Map(),
    seenLosses: new Set(),
    drafts: new Map(),
    view: session === null || keepsView ? state.view : HOME[session.operator.role],
  }));
};

/** Takes over what the console process holds; called at start and after each reconnection of the page. */
export const applySnapshot = (snapshot: Snapshot): void => {
  applySession(snapshot.session, sessionStore.getState().ended);
  const {
    shell,
    settings,
    link,
    directory,
    desks,
    impaired,
    outbox,
    strandedCommands,
    training,
    log,
    store,
    restarts,
    lock,
    soundCheck,
  } = snapshot;
  sessionStore.setState({
    ready: true,
    shell,
    settings,
    link,
    directory,
    desks,
    impaired,
    outbox,
    strandedCommands,
    training,
    log,
    store,
    restarts,
    lock,
    soundCheck,
  });
};

/** True whenever anything on the screen belongs to an exercise; the training frame hangs on it. */
export const isTraining = (state: Pick<SessionState, 'session' | 'training'>): boolean =>
  state.session?.mode === 'training' || state.training.phase === 'starting' || state.training.phase === 'running';

/** What the screen shows: an exercise, people whom a simulator plays, or none of them; `unknown` until the server has said. */
export type ScreenMode = 'training' | 'demo' | 'live' | 'unknown';

/** What the screen says of itself. It is called live only where the server has said that nobody is simulated. */
export const modeOf = (state: Pick<SessionState, 'session' | 'training' | 'link'>): ScreenMode => {
  if (isTraining(state)) return 'training';
  const simulated = state.link?.simulated ?? null;
  if (simulated === null) return 'unknown';
  return simulated ? 'demo' : 'live';
};

/** Selects an incident; what was chosen within the one before is forgotten. */
export const selectIncident = (id: IncidentId | null): void => {
  if (sessionStore.getState().selectedIncident !== id)
    sessionStore.setState({ ...nothingSelected, selectedIncident: id });
};

/** Keeps the way to a safe place on the map, or lets go of it when it is the one kept already. */
export const choosePlace = (id: PlaceId): void =>
  sessionStore.setState(({ chosenPlace }) => ({ chosenPlace: chosenPlace === id ? null : id }));

/** Shows the way to a safe place for as long as the operator points at it. */
export const previewPlace = (id: PlaceId | null): void => sessionStore.setState({ previewedPlace: id });

/** Opens a view the operator's role allows; others are ignored. */
export const setView = (view: View): void => {
  const role = sessionStore.getState().session?.operator.role;
  if (role !== undefined && viewsOf(role).includes(view)) sessionStore.setState({ view });
};

export const resetSession = (): void => sessionStore.setState(initial, true);

export const useSession = <T>(selector: (state: SessionState) => T): T => useStore(sessionStore, selector);

/** People, units, orders, operators and places by id (and people, units and orders by handle). */
export const useDirectory = (): DirectoryIndex => useSession((state) => directoryIndex(state.directory));
