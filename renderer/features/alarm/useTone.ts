import { useEffect, useRef, useState } from 'react';
import type { Pattern } from './pattern.ts';
import { createPlayer } from './player.ts';
import type { Player } from './player.ts';

/** Sounds while `pattern` is not null. Returns whether the browser holds the tone back, and what lets it through. */
export const useTone = (pattern: Pattern | null): { readonly blocked: boolean; readonly unblock: () => void } => {
  const player = useRef<Player | null>(null);
  const [blocked, setBlocked] = useState(false);

  useEffect(() => {
    if (pattern !== null && player.current === null) {
      player.current = createPlayer();
      player.current.onBlocked(setBlocked);
    }
    player.current?.play(pattern);
  }, [pattern]);

  useEffect(() => {
    // Any press or key counts as the permission that browsers ask for.
    const unblock = (): void => player.current?.unblock();
    if (!blocked) return undefined;
    window.addEventListener('pointerdown', unblock);
    window.addEventListener('keydown', unblock);
    return () => {
      window.removeEventListener('pointerdown', unblock);
      window.removeEventListener('keydown', unblock);
    };
  }, [blocked]);

  useEffect(
    () => () => {
      player.current?.close();
      player.current = null;
    },
    [],
  );
  return { blocked, unblock: () => player.current?.unblock() };
};
