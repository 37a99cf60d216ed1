import { Bell, VolumeX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, useSession } from '../../stores/session.ts';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { alarmOf, ringsHere, sounding } from './model.ts';
import { useNotifications } from './useNotifications.ts';
import { useTitle } from './useTitle.ts';
import { useTone } from './useTone.ts';
import styles from './Alarm.module.css';

/** Sounds, flashes and notifies until every alarm is acknowledged; its button leads to the most urgent one. */
export const Alarm = () => {
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

  return (
    <div className={styles['alarm']} role="group" aria-label={t('alarm.label')}>
      {alarm !== null && (
        <button
          type="button"
          className={styles['waiting']}
          data-code={alarm.code}
          onClick={() => selectIncident(alarm.first)}
        >
          <CodeTag code={alarm.code} />
          <span>{t('alarm.waiting', { count: alarm.count })}</span>
        </button>
      )}
      {tone.blocked && (
        <IconButton label={t('alarm.soundBlocked')} onClick={tone.unblock}>
          <VolumeX size={16} aria-hidden />
        </IconButton>
      )}
      {ask !== null && (
        <IconButton label={t('alarm.allowNotifications')} onClick={ask}>
          <Bell size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
};
