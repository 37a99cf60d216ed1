import { lazy, Suspense } from 'react';
import { LogBar } from '../features/log/index.ts';
import { SignIn } from '../features/sign-in/index.ts';
import { isTraining, useSession } from '../stores/session.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Starting } from './Starting.tsx';
import { TrainingFrame } from './TrainingFrame.tsx';
import styles from './App.module.css';

// Everything behind the sign-in is loaded after it: the sign-in must paint at once.
const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }));

const Screen = () => {
  const ready = useSession((state) => state.ready);
  const signedIn = useSession((state) => state.session !== null);
  if (!ready) return <Starting />;
  if (!signedIn) return <SignIn />;
  return (
    <Suspense fallback={<Starting />}>
      <Desk />
    </Suspense>
  );
};

export const App = () => (
  <TrainingFrame active={useSession(isTraining)}>
    <div className={styles['app']}>
      <LogBar />
      <div className={styles['screen']}>
        <ErrorBoundary>
          <Screen />
        </ErrorBoundary>
      </div>
    </div>
  </TrainingFrame>
);
