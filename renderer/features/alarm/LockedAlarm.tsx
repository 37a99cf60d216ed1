import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { SoundingAlone, WordsAlone } from './SoundingAlone.tsx';
import { useAlarm } from './useAlarm.ts';
import styles from './Alarm.module.css';

const Sounding = () => {
  const { t } = useTranslation('common');
  const { ringsAll, alarm } = useAlarm();
  const isCurrent = useSession((state) => state.bridge.up && state.link?.status === 'up' && state.link.caughtUp);
  return (
    <div className={styles['locked']} role="alert" aria-label={t('alarm.label')}>
      {alarm !== null && (
        <div className={styles['waiting']} data-size="l" data-code={alarm.code} data-tone={alarm.tone}>
          <WordsAlone alarm={alarm} />
        </div>
      )}
      {ringsAll && isCurrent && alarm === null && <p className={styles['calm']}>{t('lock.calm')}</p>}
    </div>
  );
};

/** The same alarm on a locked screen: it sounds and says its code and how many wait, and leads nowhere. */
export const LockedAlarm = () => (
  <SoundingAlone>
    <Sounding />
  </SoundingAlone>
);
