import { clsx } from 'clsx';
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './Panel.module.css';

type Props = {
  readonly title: ReactNode;
  /** Right side of the header. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** A titled region; its body scrolls, its header stays. */
export const Panel = ({ title, actions, className, children }: Props) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx(styles['panel'], className)}>
      <header className={styles['header']}>
        <h2 id={id} className={styles['title']}>
          {title}
        </h2>
        {actions}
      </header>
      <div className={styles['body']}>{children}</div>
    </section>
  );
};
