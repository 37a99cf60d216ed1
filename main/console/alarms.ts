import type { ApiEventPayload } from '../../shared/api/contract.ts';
import { mostUrgent } from '../../shared/domain/codes.ts';
import type { DispatchCode } from '../../shared/domain/codes.ts';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../shared/domain/incidents/fold.ts';
import { emptyWorld, isRunning } from '../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../shared/domain/incidents/state.ts';
import type { AnyEventListener } from './emitter.ts';

/** What the record calls for, as far as the operator signed in may read it; without a name or a place. */
export type AlarmState = {
  /** Running incidents. */
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

/** How far an incident has sounded: the number of its last sounding, and how many that ring were passed on. */
type Sounded = { readonly last: number; readonly escalated: number };

const soundedBy = ({ soundings, unanswered }: Incident): Sounded => ({
  last: soundings,
  escalated: unanswered.filter(({ escalatedAt_ms }) => escalatedAt_ms !== null).length,
});

/** Codes of what is new in an incident since `before`; each sounding counts for itself, whatever older rings with it. */
const begunIn = (incident: Incident, before: Sounded | undefined): readonly DispatchCode[] => {
  const isPassedOn = soundedBy(incident).escalated > (before?.escalated ?? 0);
  return incident.unanswered
    .filter(({ number, escalatedAt_ms }) => number > (before?.last ?? 0) || (isPassedOn && escalatedAt_ms !== null))
    .map(({ code }) => code);
};

/** Follows the record for the shell: whether it may lock, and when to draw attention. */
export const createAlarms = (source: {
  readonly onAny: (listener: AnyEventListener) => () => void;
  readonly entriesSince: (since: number) => readonly Entry[];
}): Alarms => {
  let world: World = emptyWorld;
  let sounded: ReadonlyMap<IncidentId, Sounded> = new Map();
  let state: AlarmState = { open: 0, sounding: 0, begun: null };
  const listeners = new Set<(state: AlarmState) => void>();

  source.onAny((name, payload) => {
    if (name !== 'recordReset' && name !== 'entries') return;
    if (name === 'recordReset') {
      world = emptyWorld;
      sounded = new Map();
    }
    // The name says what is carried; TypeScript does not narrow one by the other.
    const carried = name === 'entries' ? (payload as ApiEventPayload<'entries'>) : [];
    // What has just been taken in is not read from the disk, and opened, a second time: an alarm waits for this to be painted.
    if (carried[0]?.seq === world.head + 1) world = foldEntries(world, carried);
    else {
      // After a reset the journal may hold entries that no event will carry.
      for (let page = source.entriesSince(world.head); page.length > 0; page = source.entriesSince(world.head)) {
        world = foldEntries(world, page);
      }
    }
    const running = [...world.incidents.values()].filter(isRunning);
    const sounding = running.filter((incident) => incident.unacknowledged);
    const codes = sounding.flatMap((incident) => begunIn(incident, sounded.get(incident.id)));
    const begun = codes.reduce<DispatchCode | null>(
      (most, code) => (most === null ? code : mostUrgent(most, code)),
      null,
    );
    sounded = new Map(running.map((incident) => [incident.id, soundedBy(incident)]));
    state = { open: running.length, sounding: sounding.length, begun };
    for (const listener of listeners) listener(state);
  });

  return {
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
