import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TopBar } from '../features/top-bar/index.ts';
import { useShortcut } from '../lib/keys.ts';
import { useSession } from '../stores/session.ts';
import type { View } from '../stores/session.ts';
import { EachAlone } from '../ui/EachAlone.tsx';
import { Bars } from './Bars.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { RefusedDialog } from './outbox/RefusedDialog.tsx';
import { UnsentDialog } from './outbox/UnsentDialog.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { DispatchView } from './DispatchView.tsx';
import { Starting } from './Starting.tsx';
import styles from './Desk.module.css';

const SupervisorView = lazy(async () => ({
  default: (await import('../features/supervisor/index.ts')).SupervisorView,
}));
const TrainerView = lazy(async () => ({ default: (await import('../features/trainer/index.ts')).TrainerView }));

const viewOf = (view: View) => {
  switch (view) {
    case 'dispatch':
      return <DispatchView />;
    case 'supervisor':
      return <SupervisorView />;
    case 'trainer':
      return (
        <TrainerView>
          <DispatchView />
        </TrainerView>
      );
  }
};

/** The signed-in screen: what is always there, and the view of the operator's role. */
export const Desk = () => {
  const { t } = useTranslation('common');
  const view = useSession((state) => state.view);
  const [help, setHelp] = useState(false);
  useShortcut('help', () => setHelp(true));
  return (
    <div className={styles['desk']}>
      <a href="#main" className={styles['skip']}>
        {t('skipToMain')}
      </a>
      <EachAlone>
        <TopBar onShortcuts={() => setHelp(true)} />
      </EachAlone>
      <main id="main" tabIndex={-1} className={styles['main']}>
        <ErrorBoundary key={view}>
          <Suspense fallback={<Starting />}>{viewOf(view)}</Suspense>
        </ErrorBoundary>
      </main>
      <Bars />
      <EachAlone>
        <RefusedDialog />
        <UnsentDialog />
        <ShortcutHelp open={help} onOpenChange={setHelp} />
      </EachAlone>
    </div>
  );
};
