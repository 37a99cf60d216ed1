import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

type Props = {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
};

/** Says calmly that there is nothing here, and why. */
export const EmptyState = ({ icon, title, detail, children }: Props) => (
  <div className={styles['empty']}>
    {icon}
    <p className={styles['title']}>{title}</p>
    {detail !== undefined && <p className={styles['detail']}>{detail}</p>}
    {children}
  </div>
);
