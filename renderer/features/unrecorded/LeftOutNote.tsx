import { CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../stores/record.ts';
import styles from './unrecorded.module.css';

/** Where only what is recorded counts: how much else there is. */
export const LeftOutNote = () => {
  const { t } = useTranslation('common');
  const count = useRecord((state) => state.provisional.length);
  return (
    <div role="status">
      {count > 0 && (
        <p className={styles['note']}>
          <CircleDashed size={14} aria-hidden />
          {t('unrecorded.leftOut', { count })}
        </p>
      )}
    </div>
  );
};
