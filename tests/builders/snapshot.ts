import type { LinkState, PendingCommand, SessionView, Snapshot } from '../../shared/api/contract.ts';
import type { LogState } from '../../shared/api/log.ts';
import type { Operator } from '../../shared/domain/operators.ts';
import { aDirectory, dispatcher } from './directory.ts';
import { commandId, incidentId } from './ids.ts';
import { T0, at } from './times.ts';

export const aLink = (over: Partial<LinkState> = {}): LinkState => ({
  status: 'up',
  since_ms: T0,
  clockOffset_ms: 0,
  machineClockOff_ms: 0,
  told_ms: T0,
  caughtUp: true,
  refusedMessages: 0,
  droppedFrames: 0,
  diskFailingSince_ms: null,
  simulated: false,
  clock: { state: 'right' },
  serverStore: { state: 'working' },
  ...over,
});

export const aLog = (over: Partial<LogState> = {}): LogState => ({
  status: 'unknown',
  logId: null,
  size: 0,
  checkedAt_ms: null,
  fingerprint: null,
  fault: null,
  otherLogSince_ms: null,
  ...over,
});

export const aSession = (operator: Operator = dispatcher, over: Partial<SessionView> = {}): SessionView => ({
  operator,
  mode: 'live',
  expiresAt_ms: at(12 * 3600),
  ...over,
});

export const aPendingCommand = (over: Partial<PendingCommand> = {}): PendingCommand => ({
  id: commandId('C1'),
  issuedAt_ms: T0,
  body: { kind: 'incident.acknowledge', incidentId: incidentId('I1') },
  state: 'waiting',
  refusal: null,
  ...over,
});

/** A dispatcher signed in at a linked console with an empty record. */
export const aSnapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  shell: {
    kind: 'browser',
    nativeNotifications: false,
    version: '0.1.0',
    mapboxToken: null,
    map: true,
    captureBlock: 'unable',
    demo: true,
  },
  settings: { locale: 'ko' },
  link: aLink(),
  session: aSession(),
  directory: aDirectory(),
  leases: [],
  advice: [],
  desks: [],
  outbox: [],
  strandedCommands: [],
  training: { phase: 'off' },
  log: aLog(),
  store: { keyKeptBy: 'file', setAside: null },
  restarts: [],
  lock: null,
  soundCheck: null,
  impaired: [],
  head: 0,
  provisional: [],
  ...over,
});
