import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { alarmOf, outageKey, ringingIncidents, ringingOutages, ringsHere, soundingKey, withOutages } from './model.ts';
import type { AlarmState } from './model.ts';
import { patternOf } from './pattern.ts';
import { useNotifications } from './useNotifications.ts';
import { useTitle } from './useTitle.ts';
import { useTone } from './useTone.ts';

type Alarm = {
  /** Every alarm rings at this desk, in the view it is in. */
  readonly ringsAll: boolean;
  /** Null while nothing sounds at this desk. */
  readonly alarm: AlarmState | null;
  /** Asks for desktop notifications; null where there is nothing to ask. */
  readonly ask: (() => void) | null;
};

/** Sounds, flashes and notifies for as long as what shows it is on the screen and an alarm is not acknowledged. */
export const useAlarm = (): Alarm => {
  const { t } = useTranslation('common');
  const world = useRecord((state) => state.world);
  const rings = useSession((state) => ringsHere(state.session, state.view));
  const ringing = useMemo(() => {
    if (rings === 'none') return [];
    const all = ringingIncidents(world);
    return rings === 'all' ? all : all.filter((one) => one.ringing.escalatedAt_ms !== null);
  }, [rings, world]);
  const outages = useMemo(() => {
    if (rings === 'none') return [];
    return ringingOutages(world).filter((one) => rings === 'all' || one.ringing.escalatedAt_ms !== null);
  }, [rings, world]);
  const alarm = withOutages(alarmOf(ringing), outages);
  const code = alarm?.code ?? null;
  const kind = alarm?.tone ?? 'plain';

  useTone(
    alarm === null ? null : patternOf(alarm.voice, kind),
    [...ringing.map(soundingKey), ...outages.map(outageKey)].join(),
  );
  const { ask } = useNotifications(ringing);
  useTitle(code === null ? null : t(kind === 'over' ? 'alarm.titleOver' : 'alarm.title', { code }));
  useEffect(() => {
    // For style sheets and for tests: what sounds at this desk right now.
    document.documentElement.dataset['alarm'] = code === null ? 'none' : String(code);
    document.documentElement.dataset['alarmTone'] = kind;
    return () => {
      delete document.documentElement.dataset['alarm'];
      delete document.documentElement.dataset['alarmTone'];
    };
  }, [code, kind]);
  return { ringsAll: rings === 'all', alarm, ask };
};
