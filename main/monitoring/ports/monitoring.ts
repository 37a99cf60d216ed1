import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { IncidentId, OperatorId } from '../../../shared/domain/ids.ts';
import type { DeskStateOf } from '../../../shared/domain/incidents/attendance.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type {
  Advice,
  Directory,
  LeaseOpened,
  LedVictim,
  LogNews,
  Provisional,
  ProvisionalLease,
} from '../../../shared/protocol/messages.ts';
import type { AccessQuery, AccessRecord, ReadSubject } from '../../../shared/protocol/access.ts';
import type { PresenceFrame } from '../../../shared/protocol/presence.ts';
import type { Advised, Asked, Commanded, EvidenceDesk, LeaseEvent, Positions } from './desks.ts';
import type { FromDevices } from './devices.ts';
import type { Mailbox } from './mailbox.ts';

/** The monitoring server without sockets: fixes, events and commands in, entries, leases and presence out. */
export type Monitoring = FromDevices & {
  /** Tells when what was found until now is on disk, or refused and kept: what came in may be answered for. */
  readonly settle: (done: () => void) => void;
  /** Guidance to a victim, fetched and answered by their device. */
  readonly mailbox: Mailbox;
  /** Once a second: silence, growing discs, leases, distances, positions. */
  readonly tick: () => void;
  /** The same in pieces, each on disk by itself: whoever takes them one by one can let others have their turn in between. */
  readonly tickInPieces: () => Iterator<void, void>;
  /** Applies a command, in its turn; the answer says that its entries are on disk, or why there are none. */
  readonly command: (asked: Asked, answer: (commanded: Commanded) => void) => void;
  /** Signs a head of the log for what has been recorded since the last, and tells it once it is stored; nothing where nothing has. */
  readonly signHead: (tell: (news: LogNews) => void) => void;
  /** The last signed head, with the proof that it extends the tree of size `since`; refused while the store takes no head. */
  readonly headSince: (since: number) => Result<LogNews, Refusal>;
  readonly world: () => World;
  /** Number of the last entry on disk. */
  readonly recordHead: () => number;
  /** What follows the last entry on disk and is told although it is not: empty while the record takes what is written. */
  readonly provisional: () => Provisional;
  /** How many entries that is. */
  readonly provisionalCount: () => number;
  readonly entriesSince: (seq: number, limit: number) => readonly Entry[];
  readonly onEntries: (listener: (entries: readonly Entry[]) => void) => () => void;
  readonly onProvisional: (listener: (provisional: Provisional) => void) => () => void;
  /** Looks whether the record takes what is written; several times a second. */
  readonly look: () => void;
  /** Has what a killed server left of the access log join it, and tells what is wrong with the file it lies in; once a second. */
  readonly lookAtSpill: () => void;
  readonly onLease: (listener: (event: LeaseEvent) => void) => () => void;
  /** Operators with a session; their leases come and go with it. */
  readonly setSignedIn: (operators: readonly Operator[]) => void;
  /**
   * How each operator's desk is found, whenever that has changed: what one left who is gone sounds again, and what rings where no desk can
   * answer it is passed on.
   */
  readonly setDesks: (deskOf: DeskStateOf) => void;
  readonly directory: () => Directory;
  readonly presenceFor: (operator: OperatorId, frame: number) => PresenceFrame;
  /** All but how victims follow. With `seesOffender` false it says nothing that follows from where the offender is. */
  readonly adviceFor: (incident: IncidentId, seesOffender: boolean) => Omit<Advice, 'led'> | null;
  /** Where the victims of an incident are being led and how they follow, as far as their places are open to an operator. */
  readonly ledFor: (operator: OperatorId, incident: IncidentId) => readonly LedVictim[];
  /** Where help is needed; for the simulator's patrols, never for a console. */
  readonly targetOf: (incident: IncidentId) => LonLat | null;
  /** Incidents whose advice an operator may see: those where the place of the victim it is about is open to them. */
  readonly advisedFor: (operator: OperatorId) => readonly Advised[];
  readonly leasesOf: (operator: OperatorId) => readonly LeaseOpened[];
  readonly positions: (
    incident: IncidentId,
    operator: Operator,
    answer: (read: Result<Positions, Refusal>) => void,
  ) => void;
  readonly accessLog: (
    operator: Operator,
    query: AccessQuery,
    answer: (read: Result<readonly AccessRecord[], Refusal>) => void,
  ) => void;
  /** What an evidence package of an incident is made from. */
  readonly evidence: EvidenceDesk['evidence'];
  /** Records an export and signs its manifest. */
  readonly sealEvidence: EvidenceDesk['seal'];
  /** Takes in what a console tells of leases that its operator held while the record took nothing. */
  readonly provisionalAccess: (
    operator: OperatorId,
    leases: readonly ProvisionalLease[],
    answer: (taken: Result<null, Refusal>) => void,
  ) => void;
  /** Puts a refused read on the access log. */
  readonly refuseRead: (operator: Operator | null, what: ReadSubject, reason: Refusal['reason']) => void;
  /** Writes what is waiting, and resolves once that is on disk or refused; the store stays open, since whoever opened it closes it. */
  readonly close: () => Promise<void>;
};
