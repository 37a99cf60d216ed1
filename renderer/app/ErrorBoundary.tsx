import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

const Crashed = ({ retry }: { readonly retry: () => void }) => {
  const { t } = useTranslation('common');
  return (
    <div role="alert" style={{ height: '100%' }}>
      <EmptyState title={t('crash.title')} detail={t('crash.detail')}>
        <Button variant="primary" onClick={retry}>
          {t('crash.retry')}
        </Button>
        <Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>
      </EmptyState>
    </div>
  );
};

/** A panel or a whole view that cannot be drawn fills its place with what happened, and the rest of the screen stays. */
export const ErrorBoundary = ({ children }: { readonly children: ReactNode }) => (
  <Boundary renderFallback={(retry) => <Crashed retry={retry} />}>{children}</Boundary>
);
