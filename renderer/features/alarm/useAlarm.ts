import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { alarmOf, ringsHere, sounding } from './model.ts';
import type { AlarmState } from './model.ts';
import { useNotifications } from './useNotifications.ts';
import { useTitle } from './useTitle.ts';
import { useTone } from './useTone.ts';

type Alarm = {
  /** Alarms ring at this desk, in the view it is in. */
  readonly rings: boolean;
  /** Null while nothing sounds at this desk. */
  readonly alarm: AlarmState | null;
  readonly tone: ReturnType<typeof useTone>;
  /** Asks for desktop notifications; null where there is nothing to ask. */
  readonly ask: (() => void) | null;
};

/** Sounds, flashes and notifies for as long as what shows it is on the screen and an alarm is not acknowledged. */
export const useAlarm = (): Alarm => {
  const { t } = useTranslation('common');
  const world = useRecord((state) => state.world);
  const rings = useSession((state) => ringsHere(state.session, state.view));
  const incidents = useMemo(() => (rings ? sounding(world) : []), [rings, world]);
  const alarm = alarmOf(incidents);
  const code = alarm?.code ?? null;

  const tone = useTone(code);
  const { ask } = useNotifications(incidents);
  useTitle(code === null ? null : t('alarm.title', { code }));
  useEffect(() => {
    // For style sheets and for tests: what sounds at this desk right now.
    document.documentElement.dataset['alarm'] = code === null ? 'none' : String(code);
    return () => {
      delete document.documentElement.dataset['alarm'];
    };
  }, [code]);
  return { rings, alarm, tone, ask };
};
