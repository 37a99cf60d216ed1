import type { OrderId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { outlivingBreaches } from './outliving.ts';
import { incidentsOf, isRunning } from './state.ts';
import type { Incident, World } from './state.ts';

const endOf = ({ times }: Incident): number => times.resolvedAt_ms ?? Number.NEGATIVE_INFINITY;

/**
 * The incident that one which begins now takes up: whose breach goes on, or else the one of the order that ended last, where that was no longer
 * ago than the policy's time. Null where a story of its own begins.
 */
export const followedAt = (
  world: World,
  order: OrderId,
  begins_ms: number,
  { story }: Pick<Policy, 'story'>,
): Incident | null => {
  const [outliving] = outlivingBreaches(world, order);
  if (outliving !== undefined) return outliving.incident;
  const last = incidentsOf(world, order)
    .filter((incident) => !isRunning(incident))
    .reduce<Incident | null>((latest, one) => (latest === null || endOf(one) >= endOf(latest) ? one : latest), null);
  return last !== null && begins_ms - endOf(last) <= story.within_s * 1000 ? last : null;
};

/** All incidents of the story that an incident belongs to, itself included, in the order in which they came. */
export const storyOf = (world: World, incident: Incident): readonly Incident[] => {
  const all = incidentsOf(world, incident.orderId);
  const ids = new Set([incident.id]);
  // Each names the one before it: those that are linked to one of the story, either way, belong to it.
  for (let before = 0; before < ids.size;) {
    before = ids.size;
    for (const { id, follows } of all) {
      if (follows === null) continue;
      if (ids.has(follows)) ids.add(id);
      else if (ids.has(id)) ids.add(follows);
    }
  }
  return all.filter(({ id }) => ids.has(id));
};

/** When the time is over within which another incident takes up a story that has ended, epoch ms. */
export const storyEnd = (story: readonly Incident[], { story: { within_s } }: Pick<Policy, 'story'>): number =>
  Math.max(...story.map(endOf)) + within_s * 1000;

/**
 * When all evidence of a story with positions had been exported, epoch ms; null while any of it was not: what is held for one incident would
 * otherwise end, and take with it what no package holds yet of another.
 */
export const storyExportedAt = (
  story: readonly Pick<Incident, 'positionsExist' | 'exportedAt_ms'>[],
): number | null => {
  const exported = story.filter(({ positionsExist }) => positionsExist).map(({ exportedAt_ms }) => exportedAt_ms);
  return exported.reduce<number | null>(
    (latest, at_ms) => (latest === null || at_ms === null ? null : Math.max(latest, at_ms)),
    exported[0] ?? null,
  );
};

/** True while any incident of the story keeps the positions of all of them: one that is not closed yet, or that a hold is set on. */
export const isStoryKept = (story: readonly Incident[]): boolean =>
  story.some(({ status, holds }) => status !== 'closed' || holds.size > 0);
