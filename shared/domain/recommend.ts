import type { UnitId } from './ids.ts';
import type { Policy } from './policy.ts';
import { isAssignable, isOnCall } from './units.ts';
import type { UnitKind, UnitStatus } from './units.ts';

/** Along streets, or as the crow flies. */
export type Via = 'street' | 'straight';

/** A patrol with its way to the victim. */
export type Candidate = {
  readonly unitId: UnitId;
  readonly kind: UnitKind;
  readonly status: UnitStatus;
  readonly fixAge_s: number;
  readonly distance_m: number;
  readonly via: Via;
  readonly eta_s: number;
};

/** One place in the ranking, with what it rests on, so that the reason can be said in words. */
export type Ranked = {
  readonly unitId: UnitId;
  readonly eta_s: number;
  readonly distance_m: number;
  readonly via: Via;
  readonly fixAge_s: number;
  readonly stale: boolean;
  /** Leads over the contact, seconds: positive when the patrol is at the victim first. */
  readonly margins: Contact | null;
};

/**
 * A moment of contact, and leads over it, in seconds: the earliest that the data allow, and the expected one, null where the two are not known
 * to close in.
 */
export type Contact = { readonly earliest_s: number; readonly expected_s: number | null };

const isStale = (fixAge_s: number, policy: Policy): boolean => fixAge_s > policy.units.stale_s;

const soonest = (a: Candidate, b: Candidate, policy: Policy): number =>
  Number(isStale(a.fixAge_s, policy)) - Number(isStale(b.fixAge_s, policy)) ||
  a.eta_s - b.eta_s ||
  a.unitId.localeCompare(b.unitId);

/**
 * The race to the victim: units that may be sent, soonest first; those whose position is stale come last, since nobody knows where they
 * are. After all of them come those that work another call, in the same order: to take one is to take it from somebody. `contact` is null where nobody knows where the two are. It sets the margins, never the order.
 */
export const rankUnits = (
  candidates: readonly Candidate[],
  contact: Contact | null,
  policy: Policy,
): readonly Ranked[] =>
  candidates
    .filter((c) => isAssignable(c.status) || isOnCall(c.status))
    .toSorted((a, b) => Number(isOnCall(a.status)) - Number(isOnCall(b.status)) || soonest(a, b, policy))
    .map(({ unitId, eta_s, distance_m, via, fixAge_s }) => ({
      unitId,
      eta_s,
      distance_m,
      via,
      fixAge_s,
      stale: isStale(fixAge_s, policy),
      margins:
        contact === null
          ? null
          : {
              earliest_s: contact.earliest_s - eta_s,
              expected_s: contact.expected_s === null ? null : contact.expected_s - eta_s,
            },
    }));
