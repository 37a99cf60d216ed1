import type { ReactNode } from 'react';
import { useSession } from '../../stores/session.ts';
import { ControlBar } from './ControlBar.tsx';
import { Scenarios } from './Scenarios.tsx';
import styles from './trainer.module.css';

/** Chooses and steers an exercise. While one runs, `children` is the very screen a dispatcher works on. */
export const TrainerView = ({ children }: { readonly children: ReactNode }) => {
  const training = useSession((state) => state.training);
  if (training.phase !== 'running') return <Scenarios training={training} />;
  return (
    <div className={styles['exercise']}>
      <ControlBar simulator={training.simulator} />
      <div className={styles['screen']}>{children}</div>
    </div>
  );
};
