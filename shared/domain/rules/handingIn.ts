import type { PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { OrderScene } from './types.ts';

/**
 * True while somebody's device hands in what it has kept, message after message: the newest place it has told is long past, and the next
 * message may come at once and show where they went from there. A clock that is behind keeps its distance, and is waited for no longer than
 * a queue that has ended.
 */
export const isHandingIn = ({ toldOf, now_ms }: OrderScene, person: PersonId, { fixes }: Policy): boolean => {
  const behind = toldOf(person)?.behind ?? null;
  return behind !== null && now_ms - behind.first_ms < fixes.handIn_s * 1000;
};
