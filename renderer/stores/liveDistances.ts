import type { LiveDistance } from '../lib/apartness.ts';
import type { PresenceFrame } from '../../shared/protocol/presence.ts';

/** The record states the closest every 10 s; frames are remembered until it has surely taken them up. */
const MEMORY_MS = 15_000;

/**
 * Distances of the last frames, oldest first, with those of one more frame: of pairs that it still tells of, and of people who are not lost.
 */
export const withFrame = (known: readonly LiveDistance[], frame: PresenceFrame): readonly LiveDistance[] => {
  const { serverTime_ms: at_ms, relations } = frame;
  const isTold = ({ order, victim }: LiveDistance): boolean =>
    relations.some((relation) => relation.order === order && relation.victim === victim);
  const before = known.filter((one) => one.at_ms >= at_ms - MEMORY_MS && one.at_ms < at_ms && isTold(one));
  const now = relations
    .filter(({ lost }) => !lost)
    .map(({ order, victim, distance_m }) => ({ order, victim, distance_m, at_ms }));
  return [...before, ...now];
};
