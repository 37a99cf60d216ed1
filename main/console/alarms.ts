import type { ApiEventPayload } from '../../shared/api/contract.ts';
import type { DispatchCode } from '../../shared/domain/codes.ts';
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
  /** The most urgent code that has begun to sound with this change; null where none has. */
  readonly begun: DispatchCode | null;
};

export type Alarms = {
  readonly state: () => AlarmState;
  /** Called after each change of the record. Returns what takes the listener off again. */
  readonly onChange: (listener: (state: AlarmState) => void) => () => void;
};

const mostUrgent = (incidents: readonly Incident[]): DispatchCode | null =>
  incidents.reduce<DispatchCode | null>((code, next) => (code === null || next.code < code ? next.code : code), null);

/** Follows the record for the shell: whether it may lock, and when to draw attention. */
export const createAlarms = (source: {
  readonly onAny: (listener: AnyEventListener) => () => void;
  readonly entriesSince: (since: number) => readonly Entry[];
}): Alarms => {
  let world: World = emptyWorld;
  let sounded: ReadonlyMap<string, number> = new Map();
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
    const begun = mostUrgent(sounding.filter((incident) => sounded.get(incident.id) !== incident.soundedAt_ms));
    sounded = new Map(sounding.map((incident) => [incident.id, incident.soundedAt_ms]));
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
