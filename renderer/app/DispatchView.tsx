import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { IncidentPanel } from '../features/incident/index.ts';
import { Queue } from '../features/queue/index.ts';
import { WithMap } from '../map/WithMap.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import styles from './DispatchView.module.css';

// The map engine is by far the largest part; queue and panel must not wait for it.
const DispatchMap = lazy(async () => ({ default: (await import('../map/DispatchMap.tsx')).DispatchMap }));

/** Queue, map and the selected incident, side by side. Each keeps working if another fails. */
export const DispatchView = () => {
  const { t } = useTranslation('common');
  return (
    <div className={styles['view']}>
      <div className={styles['side']}>
        <ErrorBoundary>
          <Queue />
        </ErrorBoundary>
      </div>
      <div className={styles['map']}>
        <ErrorBoundary>
          <WithMap>
            <Suspense fallback={<EmptyState title={t('loading')} />}>
              <DispatchMap />
            </Suspense>
          </WithMap>
        </ErrorBoundary>
      </div>
      <div className={styles['side']}>
        <ErrorBoundary>
          <IncidentPanel />
        </ErrorBoundary>
      </div>
    </div>
  );
};
