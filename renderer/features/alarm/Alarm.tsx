import { Bell } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../lib/keys.ts';
import { selectIncident, setView } from '../../stores/session.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { SoundingAlone, WordsAlone } from './SoundingAlone.tsx';
import { useAlarm } from './useAlarm.ts';
import styles from './Alarm.module.css';

/** Where incidents are dispatched; a supervisor at review is led there. A mass outage stands above them, with the button that answers it. */
const open = (incident: IncidentId | null): void => {
  setView('dispatch');
  if (incident !== null) selectIncident(incident);
  else requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-answers-outage]')?.focus());
};

const Sounding = () => {
  const { t } = useTranslation('common');
  const { alarm, ask } = useAlarm();
  useShortcut('mostUrgent', () => {
    if (alarm !== null) open(alarm.first);
  });
  return (
    <div className={styles['alarm']} role="group" aria-label={t('alarm.label')}>
      {alarm !== null && (
        <button
          type="button"
          className={styles['waiting']}
          data-code={alarm.code}
          data-tone={alarm.tone}
          onClick={() => open(alarm.first)}
        >
          <WordsAlone alarm={alarm} />
          <Kbd>U</Kbd>
        </button>
      )}
      {ask !== null && (
        <IconButton label={t('alarm.allowNotifications')} onClick={ask}>
          <Bell size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
};

/** Sounds, flashes and notifies until every alarm is acknowledged; its button leads to the most urgent one. */
export const Alarm = () => (
  <SoundingAlone>
    <Sounding />
  </SoundingAlone>
);
