import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './incident.module.css';

type Props = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

export const Section = ({ title, aside, children }: Props) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles['section']}>
      <header className={styles['sectionHead']}>
        <h3 id={id}>{title}</h3>
        {aside !== undefined && <span className={styles['aside']}>{aside}</span>}
      </header>
      {children}
    </section>
  );
};
