import { Children } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from './Boundary.tsx';
import { Button } from './Button.tsx';
import styles from './EachAlone.module.css';

const Failed = ({ retry }: { readonly retry: () => void }) => {
  const { t } = useTranslation('common');
  return (
    <div role="alert" className={styles['failed']}>
      <span>{t('crash.line')}</span>
      <Button size="s" onClick={retry}>
        {t('crash.retry')}
      </Button>
    </div>
  );
};

/**
 * Gives each of its children a boundary of its own: a bar that cannot be drawn says so on one line, is tried again every few seconds, and
 * takes neither the alarm nor another bar with it.
 */
export const EachAlone = ({ children }: { readonly children: ReactNode }) =>
  Children.map(children, (child) => (
    <Boundary again renderFallback={(retry) => <Failed retry={retry} />}>
      {child}
    </Boundary>
  ));
