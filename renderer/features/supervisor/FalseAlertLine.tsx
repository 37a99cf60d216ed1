import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { falseAlerts } from '../../../shared/domain/kpi/falseAlerts.ts';
import { useWords } from '../../lib/words.ts';
import { useRecord } from '../../stores/record.ts';
import styles from './supervisor.module.css';

/** How many of the incidents that this record holds were false alerts, and why: what is to be mended, device or rule. */
export const FalseAlertLine = () => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const incidents = useRecord((state) => state.recorded.world.incidents);
  const { resolved, count, share, causes } = useMemo(() => falseAlerts(incidents.values()), [incidents]);
  if (share === null) return null;
  return (
    <p className={styles['scope']} data-testid="false-alerts">
      <strong>{t('falseAlerts.title')}</strong>{' '}
      {count === 0
        ? t('falseAlerts.none', { resolved })
        : t('falseAlerts.share', { resolved, count, percent: Math.round(100 * share) })}
      {causes.map((one) => ` · ${words.t(`word.falseCause.${one.cause}`)} ${one.count}`).join('')}
    </p>
  );
};
