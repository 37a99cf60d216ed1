import type { ApiEventPayload } from '../../shared/api/contract.ts';
import { mostUrgent } from '../../shared/domain/codes.ts';
import type { DispatchCode } from '../../shared/domain/codes.ts';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../shared/domain/incidents/fold.ts';
import {
  NOTHING_PROVISIONAL,
  beyondRecord,
  toldProvisional,
  withProvisional,
} from '../../shared/domain/incidents/provisional.ts';
import type { ProvisionalEntries } from '../../shared/domain/incidents/provisional.ts';
import type { Outage } from '../../shared/domain/incidents/outages.ts';
import { soundingId } from '../../shared/domain/incidents/soundings.ts';
import { emptyWorld, isRunning } from '../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../shared/domain/incidents/state.ts';
import { callEach } from './emitter.ts';
import type { AnyEventListener } from './emitter.ts';

/** What the record calls for, as far as the operator signed in may read it; without a name or a place. */
export type AlarmState = {
  /** Running incidents, and mass outages that ring. */
  readonly open: number;
  /** Of these, how many nobody has acknowledged: they sound. */
  readonly sounding: number;
  /** The most urgent code that has sounded, or was passed on to the supervisors, with this change; null where none has. */
  readonly begun: DispatchCode | null;
};

export type Alarms = {
  readonly state: () => AlarmState;
  /** Called after each change of the record. Returns what takes the listener off again. */
  readonly onChange: (listener: (state: AlarmState) => void) => () => void;
};

/** What an incident's soundings that ring are, and how many of them were passed on. */
type Sounded = { readonly ringing: ReadonlySet<string>; readonly escalated: number };

const soundedBy = ({ id, unanswered }: Incident): Sounded => ({
  ringing: new Set(unanswered.map((sounding) => soundingId(id, sounding))),
  escalated: unanswered.filter(({ escalatedAt_ms }) => escalatedAt_ms !== null).length,
});

/** Codes of what is new in an incident since `before`; each sounding counts for itself, whatever older rings with it. */
const begunIn = (incident: Incident, before: Sounded | undefined): readonly DispatchCode[] => {
  const isPassedOn = soundedBy(incident).escalated > (before?.escalated ?? 0);
  return incident.unanswered
    .filter(
      (sounding) =>
        before?.ringing.has(soundingId(incident.id, sounding)) !== true ||
        (isPassedOn && sounding.escalatedAt_ms !== null),
    )
    .map(({ code }) => code);
};

/** The newest sounding of a mass outage, passed on or not. */
const outageSounding = ({ id, soundings, ringing }: Outage): string =>
  `${id} ${soundings} ${ringing?.escalatedAt_ms ?? ''}`;

/** Follows the record, and what is not recorded yet, for the shell: whether it may lock, and when to draw attention. */
export const createAlarms = (source: {
  readonly onAny: (listener: AnyEventListener) => () => void;
  readonly entriesSince: (since: number) => readonly Entry[];
  /** Told of a listener that fails: the others draw attention all the same. */
  readonly onFailure: (thrown: unknown) => void;
}): Alarms => {
  let recorded: World = emptyWorld;
  let provisional: ProvisionalEntries = NOTHING_PROVISIONAL;
  let sounded: ReadonlyMap<IncidentId, Sounded> = new Map();
  let outagesSounded: ReadonlySet<string> = new Set();
  let state: AlarmState = { open: 0, sounding: 0, begun: null };
  const listeners = new Set<(state: AlarmState) => void>();

  const grow = (carried: readonly Entry[]): void => {
    // What has just been taken in is not read from the disk, and opened, a second time: an alarm waits for this to be painted.
    if (carried[0]?.seq === recorded.head + 1) {
      recorded = foldEntries(recorded, carried);
      return;
    }
    // After a reset the journal may hold entries that no event will carry.
    for (let page = source.entriesSince(recorded.head); page.length > 0; page = source.entriesSince(recorded.head)) {
      recorded = foldEntries(recorded, page);
    }
  };

  const look = (): void => {
    provisional = beyondRecord(provisional, recorded.head);
    const world = withProvisional(recorded, provisional);
    const running = [...world.incidents.values()].filter(isRunning);
    const sounding = running.filter((incident) => incident.unacknowledged);
    const outages = [...world.outages.values()].filter(({ ringing }) => ringing !== null);
    const codes = [
      ...sounding.flatMap((incident) => begunIn(incident, sounded.get(incident.id))),
      ...outages.filter((one) => !outagesSounded.has(outageSounding(one))).map(({ code }) => code),
    ];
    const begun = codes.reduce<DispatchCode | null>(
      (most, code) => (most === null ? code : mostUrgent(most, code)),
      null,
    );
    sounded = new Map(running.map((incident) => [incident.id, soundedBy(incident)]));
    outagesSounded = new Set(outages.map(outageSounding));
    const [open, ringing] = [running.length + outages.length, sounding.length + outages.length];
    state = { open, sounding: ringing, begun };
    callEach(listeners, state, source.onFailure);
  };

  source.onAny((name, payload) => {
    // The name says what is carried; TypeScript does not narrow one by the other.
    switch (name) {
      case 'recordReset':
        recorded = emptyWorld;
        provisional = NOTHING_PROVISIONAL;
        sounded = new Map();
        outagesSounded = new Set();
        grow([]);
        return look();
      case 'entries':
        grow(payload as ApiEventPayload<'entries'>);
        return look();
      case 'provisional':
        provisional = toldProvisional(provisional, payload as ApiEventPayload<'provisional'>);
        return look();
      default:
        return;
    }
  });

  return {
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
