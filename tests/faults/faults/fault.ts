import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { Reason } from '../judges/desk.ts';
import type { World } from '../world/world.ts';

/** Something that is broken for a while. */
export type Fault = {
  readonly name: string;
  readonly lasts_s: readonly [shortest: number, longest: number];
  /** What a desk may say because of it, while it lasts and until the desk has recovered. */
  readonly explains: readonly Reason[];
  /** What every desk that hears the server must say while it lasts, and how soon. */
  readonly toBeSaid?: { readonly reason: Reason; readonly within_ms: number };
  /** Breaks it. What it gives mends it again. */
  readonly begin: (world: World, chance: Chance) => () => void;
};
