import { useTranslation } from 'react-i18next';
import type { DispatchCode } from '../../shared/domain/codes.ts';
import styles from './CodeTag.module.css';

type Props = {
  readonly code: DispatchCode;
  /** `s` shows the figure only; the name stays for assistive technology. */
  readonly size?: 's' | 'm';
};

/** 112 dispatch code. Its colour is the only one on the screen that means urgency. */
export const CodeTag = ({ code, size = 'm' }: Props) => {
  const { t } = useTranslation('common');
  const name = t('code', { code });
  return (
    <span className={styles['tag']} data-code={code} data-size={size} role="img" aria-label={name} title={name}>
      {size === 's' ? code : t('codeShort', { code })}
    </span>
  );
};
