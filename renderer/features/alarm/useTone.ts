import { useEffect } from 'react';
import type { Pattern } from './pattern.ts';
import { useSound } from './sound.ts';

/** Sounds while `pattern` is not null. `sounding` names what is heard. */
export const useTone = (pattern: Pattern | null, sounding: string): void => {
  const player = useSound((sound) => sound.player);
  useEffect(() => player?.play(pattern, sounding), [player, pattern, sounding]);
  useEffect(() => () => player?.play(null, ''), [player]);
};
