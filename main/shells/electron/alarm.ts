import type { Locale } from '../../../shared/api/contract.ts';
import type { DispatchCode } from '../../../shared/domain/codes.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { emptyWorld, isRunning } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';

/** Says nothing but the code: a notification shows on a locked screen and over a shared one. */
const TEXT: Readonly<Record<Locale, (code: DispatchCode) => { readonly title: string; readonly body: string }>> = {
  ko: (code) => ({ title: `지킴: Code ${code}`, body: '확인하지 않은 경보가 있습니다.' }),
  en: (code) => ({ title: `Jikim: Code ${code}`, body: 'An alert waits to be acknowledged.' }),
};

export const alarmText = (locale: Locale, code: DispatchCode): { readonly title: string; readonly body: string } =>
  TEXT[locale](code);

export type AlarmWatch = {
  /** Sequence number of the last entry taken in. */
  readonly head: () => number;
  readonly fold: (entries: readonly Entry[]) => void;
  /** The most urgent code among incidents that have begun to sound since the last call; null when none has. */
  readonly due: () => DispatchCode | null;
  readonly reset: () => void;
};

/** Follows the record to tell when an incident begins to sound: newly raised, or sounding again after acknowledgement. */
export const createAlarmWatch = (): AlarmWatch => {
  let world: World = emptyWorld;
  let sounded: ReadonlyMap<IncidentId, number> = new Map();
  return {
    head: () => world.head,
    fold: (entries) => {
      world = foldEntries(world, entries);
    },
    due: () => {
      const sounding = [...world.incidents.values()].filter(
        (incident) => incident.unacknowledged && isRunning(incident),
      );
      const fresh = sounding.filter((incident) => sounded.get(incident.id) !== incident.soundedAt_ms);
      sounded = new Map(sounding.map((incident) => [incident.id, incident.soundedAt_ms]));
      return fresh.reduce<DispatchCode | null>(
        (code, next) => (code === null || next.code < code ? next.code : code),
        null,
      );
    },
    reset: () => {
      world = emptyWorld;
      sounded = new Map();
    },
  };
};
