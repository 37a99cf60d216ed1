import type { ConsoleProcess } from '../../console/console.ts';
import type { Windows } from './windows.ts';

/**
 * Keeps live windows off screenshots and shared screens, where the policy wants it and the system can. Never in training: an exercise is
 * shown to a room.
 */
export const blockCapture = (jikim: Pick<ConsoleProcess, 'onAny' | 'snapshot'>, windows: Windows): void => {
  const isLive = (): boolean => {
    const { shell, session, training } = jikim.snapshot();
    const trains = session?.mode === 'training' || training.phase === 'starting' || training.phase === 'running';
    return shell.captureBlock === 'on' && !trains;
  };
  windows.onOpened((window) => window.blockCapture(isLive()));
  jikim.onAny((name) => {
    if (name !== 'training' && name !== 'session') return;
    for (const window of windows.shown()) window.blockCapture(isLive());
  });
};
