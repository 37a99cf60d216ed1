import { CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './unrecorded.module.css';

type Props = {
  /** The sign alone, which says the same to a pointer and to assistive technology: a line has no room for words. */
  readonly isShort?: boolean;
};

/** Says that what it stands at is not on disk anywhere yet: broken lines, and no hue. */
export const UnrecordedMark = ({ isShort = false }: Props) => {
  const { t } = useTranslation('common');
  const said = t('unrecorded.mark');
  if (isShort)
    return (
      <span className={styles['sign']} title={said} data-unrecorded>
        <CircleDashed size={13} role="img" aria-label={said} />
      </span>
    );
  return (
    <span className={styles['mark']} data-unrecorded>
      <CircleDashed size={12} aria-hidden />
      {said}
    </span>
  );
};
