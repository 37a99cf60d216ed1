import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { useAlarmLoad } from './useAlarmLoad.ts';
import styles from './AlarmRate.module.css';

/** How many alarms rang at this desk lately, against what one operator answers well (EEMUA 191). Quiet unless there were more. */
export const AlarmRate = () => {
  const { t } = useTranslation('common');
  const limits = useSession((state) => state.directory?.policy.alarms ?? null);
  const load = useAlarmLoad();
  if (limits === null || load === null) return null;
  const words = { count: load.count, minutes: Math.round(limits.window_s / 60) };
  const explained = t('alarmRate.explained', { ...words, steady: limits.steady, flood: limits.flood });
  return (
    <span
      className={styles['rate']}
      data-load={load.isFlood ? 'flood' : load.isAbove ? 'above' : 'quiet'}
      title={explained}
    >
      {t(load.isFlood ? 'alarmRate.flood' : 'alarmRate.rate', words)}
      {load.isAbove && <small>{t('alarmRate.line', { steady: limits.steady })}</small>}
    </span>
  );
};
