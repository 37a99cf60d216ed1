import type { ApiCallName, ApiEventName } from './contract.ts';

/*
 * Names of the contract without its schemas: the preload runs in every window before the page does and must stay small.
 * The types make a missing or superfluous name a compile error; a test holds them against the contract at run time.
 */
const calls: Readonly<Record<ApiCallName, true>> = {
  snapshot: true,
  signIn: true,
  signOut: true,
  extendSession: true,
  lock: true,
  unlock: true,
  touched: true,
  checkSound: true,
  tellSound: true,
  entries: true,
  send: true,
  giveAgain: true,
  dismissRefusal: true,
  keepDraft: true,
  keptDrafts: true,
  positions: true,
  accessLog: true,
  exportEvidence: true,
  saveExport: true,
  acceptLog: true,
  keepScreen: true,
  keptScreen: true,
  dismissRestarts: true,
  dismissSetAside: true,
  dismissOtherLog: true,
  setLocale: true,
  scenarios: true,
  startTraining: true,
  controlTraining: true,
  stopTraining: true,
};

const events: Readonly<Record<ApiEventName, true>> = {
  link: true,
  session: true,
  directory: true,
  entries: true,
  provisional: true,
  presence: true,
  leases: true,
  leaseOpened: true,
  leaseRenewed: true,
  leaseEnded: true,
  advice: true,
  desks: true,
  impaired: true,
  outbox: true,
  strandedCommands: true,
  draftDiscarded: true,
  training: true,
  log: true,
  store: true,
  restarts: true,
  lock: true,
  soundCheck: true,
  soundAsked: true,
  settings: true,
  recordReset: true,
};

export const isCallName = (name: unknown): name is ApiCallName =>
  typeof name === 'string' && Object.hasOwn(calls, name);
export const isEventName = (name: unknown): name is ApiEventName =>
  typeof name === 'string' && Object.hasOwn(events, name);

/** IPC channel of one call, renderer → main. */
export const callChannel = (name: ApiCallName): string => `jikim:call:${name}`;

/** IPC channel of one event, main → renderer. */
export const eventChannel = (name: ApiEventName): string => `jikim:event:${name}`;
