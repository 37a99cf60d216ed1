import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './TrainingFrame.module.css';

type Props = { readonly active: boolean; readonly children: ReactNode };

/** Wraps the whole screen; in training it wears a hatched frame and a banner that nothing can cover. */
export const TrainingFrame = ({ active, children }: Props) => {
  const { t } = useTranslation('common');
  return (
    <div className={styles['frame']} data-training={active}>
      {active && (
        <>
          <p className={styles['banner']} role="status">
            <strong>{t('training.banner')}</strong>
            <span>{t('training.note')}</span>
          </p>
          <div className={styles['hatch']} aria-hidden />
        </>
      )}
      <div className={styles['screen']}>{children}</div>
    </div>
  );
};
