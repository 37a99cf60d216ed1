import { useMemo } from 'react';
import { alarmLoad, heardIn, heardOfOutages, loadFrom_ms } from '../../../shared/domain/incidents/alarmLoad.ts';
import type { AlarmLoad } from '../../../shared/domain/incidents/alarmLoad.ts';
import { useServerNow } from '../../stores/clock.ts';
import { useRecord } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { ringsHere } from './model.ts';

/** What this desk has had to hear lately, by the record; null where nothing rings at it, or before its policy is known. */
export const useAlarmLoad = (): AlarmLoad | null => {
  const limits = useSession((state) => state.directory?.policy.alarms ?? null);
  const rings = useSession((state) => ringsHere(state.session, state.view));
  const world = useRecord((state) => state.world);
  const byIncident = useRecord((state) => state.byIncident);
  const now_ms = useServerNow();
  // Which alarms there were changes with the record alone, not with every second.
  const from_ms = limits === null ? 0 : Math.floor(loadFrom_ms(now_ms, limits) / 60_000) * 60_000;
  const heard = useMemo(
    () =>
      rings === 'none'
        ? []
        : [
            ...[...world.incidents.values()]
              .filter(({ soundedAt_ms }) => soundedAt_ms >= from_ms)
              .flatMap(({ id }) => heardIn(byIncident.get(id) ?? [], rings, from_ms)),
            ...heardOfOutages(world.outages, rings, from_ms),
          ].sort((a, b) => a.at_ms - b.at_ms),
    [world, byIncident, rings, from_ms],
  );
  return limits === null || rings === 'none' ? null : alarmLoad(heard, now_ms, limits);
};
