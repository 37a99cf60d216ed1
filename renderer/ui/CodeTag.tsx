import { useTranslation } from 'react-i18next';
import type { DispatchCode } from '../../shared/domain/codes.ts';
import styles from './CodeTag.module.css';

type Props = {
  readonly code: DispatchCode;
  /** `s` shows the figure only; the name stays for assistive technology. */
  readonly size?: 's' | 'm';
  /** What the code was given for has ended by itself: the tag says so in its shape and its name. */
  readonly isOver?: boolean;
};

/** 112 dispatch code. Its colour is the only one on the screen that means urgency. */
export const CodeTag = ({ code, size = 'm', isOver = false }: Props) => {
  const { t } = useTranslation('common');
  const name = t(isOver ? 'codeOver' : 'code', { code });
  return (
    <span
      className={styles['tag']}
      data-code={code}
      data-size={size}
      data-over={isOver}
      role="img"
      aria-label={name}
      title={name}
    >
      {size === 's' ? code : t('codeShort', { code })}
    </span>
  );
};
