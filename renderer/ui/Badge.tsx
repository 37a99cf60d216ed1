import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './Badge.module.css';

type Props = {
  /** `strong` stands out without a hue; `outline` is the quietest. */
  readonly tone?: 'plain' | 'strong' | 'outline';
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** A short state in words. */
export const Badge = ({ tone = 'plain', className, children }: Props) => (
  <span className={clsx(styles['badge'], styles[tone], className)}>{children}</span>
);
