import { useEffect } from 'react';
import { modeOf, useSession } from '../../stores/session.ts';
import type { ScreenMode } from '../../stores/session.ts';

const NAME = '지킴 Jikim';

/** Title of the window: both languages, as the name itself, since the system shows it where the page's language does not reach. */
export const titleOf = (mode: ScreenMode): string => {
  switch (mode) {
    case 'demo':
      return `${NAME} — 시연 DEMO`;
    case 'training':
      return `${NAME} — 훈련 TRAINING`;
    case 'live':
    case 'unknown':
      return NAME;
  }
};

/** Keeps the window's title for as long as no alarm takes it over. */
export const useModeTitle = (): void => {
  const mode = useSession(modeOf);
  useEffect(() => {
    document.title = titleOf(mode);
  }, [mode]);
};
