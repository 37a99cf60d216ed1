import { useTranslation } from 'react-i18next';
import { looksLikeCoordinate } from '../lib/coordinates.ts';
import styles from './CoordinateWarning.module.css';

/** Warns while a text holds what looks like a coordinate: what is written outlives the positions. Nothing where it does not. */
export const CoordinateWarning = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation('common');
  return looksLikeCoordinate(text) ? (
    <p className={styles['warning']} role="status">
      {t('coordinateWarning')}
    </p>
  ) : null;
};
