import { lazy, Suspense } from 'react';
import { LogBar } from '../features/log/index.ts';
import { useModeTitle } from '../features/mode/index.ts';
import { SignIn } from '../features/sign-in/index.ts';
import { isTraining, useSession } from '../stores/session.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Starting } from './Starting.tsx';
import { TrainingFrame } from './TrainingFrame.tsx';
import styles from './App.module.css';

// Everything behind the sign-in is loaded after it: the sign-in must paint at once.
const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }));
const LockScreen = lazy(async () => ({ default: (await import('../features/lock/index.ts')).LockScreen }));

const Screen = () => {
  const ready = useSession((state) => state.ready);
  const signedIn = useSession((state) => state.session !== null);
  const locked = useSession((state) => state.lock !== null);
  if (!ready) return <Starting />;
  if (!signedIn) return <SignIn />;
  // Locked, the desk is taken off the page and not only covered: nothing of it can be read, pressed or reached by a key.
  return <Suspense fallback={<Starting />}>{locked ? <LockScreen /> : <Desk />}</Suspense>;
};

export const App = () => {
  useModeTitle();
  return (
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
};
