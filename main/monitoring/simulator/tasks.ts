import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Streets } from '../streets/streets.ts';
import type { Chance } from './random.ts';
import { placeOf, wayAlong } from './way.ts';
import type { Body, Way } from './way.ts';

/** What a body is doing. `tick` is one second of it; true when that was the last. */
export type Task = { readonly tick: (body: Body) => boolean };

/** The part of the streets a simulated body needs. */
export type Routes = Pick<Streets, 'route'>;

/** A pace wanders: this share of it stays from one second to the next. */
const PACE_MEMORY = 0.9;
/** A follower looks for the way again when the one followed is this far from where it leads. */
const LOOK_AGAIN_M = 15;

const standStill = (body: Body): void => {
  body.speed_mps = 0;
};

export const wait = (seconds: number): Task => {
  let left = seconds;
  return {
    tick: (body) => {
      standStill(body);
      left -= 1;
      return left <= 0;
    },
  };
};

type Pace = { readonly speed_mps: number; readonly jitter: number };

/** Speed for one second around a pace, never under a fifth of it. */
const paced = ({ speed_mps, jitter }: Pace, chance: Chance): (() => number) => {
  let sway = 0;
  return () => {
    sway = PACE_MEMORY * sway + Math.sqrt(1 - PACE_MEMORY ** 2) * chance.normal();
    return speed_mps * Math.max(0.2, 1 + jitter * sway);
  };
};

/** Goes to a place: along streets where `routes` is given and knows a way, else straight. */
export const goTo = (to: LonLat, pace: Pace, chance: Chance, routes: Routes | null): Task => {
  const speed = paced(pace, chance);
  let way: Way | null = null;
  return {
    tick: (body) => {
      way ??= wayAlong(routes?.route(placeOf(body), to) ?? [placeOf(body), to]);
      body.speed_mps = speed();
      const there = way.advance(body, body.speed_mps);
      if (there) standStill(body);
      return there;
    },
  };
};

/** Goes along a way as it was sent to somebody, from wherever the body is. */
export const goAlong = (route: readonly LonLat[], pace: Pace, chance: Chance): Task => {
  const speed = paced(pace, chance);
  let way: Way | null = null;
  return {
    tick: (body) => {
      way ??= wayAlong([placeOf(body), ...route]);
      body.speed_mps = speed();
      const there = way.advance(body, body.speed_mps);
      if (there) standStill(body);
      return there;
    },
  };
};

/** Goes after somebody, stops `gap_m` short of them, goes on when they do. */
export const follow = (
  whom: Body,
  how: Pace & { readonly gap_m: number; readonly for_s: number | null },
  chance: Chance,
  routes: Routes,
): Task => {
  const speed = paced(how, chance);
  let way: Way | null = null;
  let leadsTo = placeOf(whom);
  let second = 0;
  const look = (body: Body): Way => {
    leadsTo = placeOf(whom);
    return wayAlong(routes.route(placeOf(body), leadsTo) ?? [placeOf(body), leadsTo]);
  };
  return {
    tick: (body) => {
      second += 1;
      const gap = distance_m(placeOf(body), placeOf(whom)) - how.gap_m;
      if (gap <= 0) {
        way = null;
        standStill(body);
      } else {
        if (way === null || distance_m(leadsTo, placeOf(whom)) > LOOK_AGAIN_M) way = look(body);
        body.speed_mps = Math.min(speed(), gap);
        if (way.advance(body, body.speed_mps)) way = null;
      }
      return how.for_s !== null && second >= how.for_s;
    },
  };
};

/** Wanders for ever around a place: off to somewhere within the radius, a rest, and on. */
export const roam = (
  around: LonLat,
  how: Pace & { readonly radius_m: number; readonly rest_s: readonly [number, number] },
  chance: Chance,
  routes: Routes,
): Task => {
  // Whoever is generated must not all set out in the first second: finding that many ways at once takes time.
  let current: Task = wait(chance.between(0, how.rest_s[1]));
  let resting = true;
  return {
    tick: (body) => {
      if (!current.tick(body)) return false;
      resting = !resting;
      const there = destination(around, chance.between(0, 360), how.radius_m * Math.sqrt(chance.unit()));
      current = resting ? wait(chance.between(...how.rest_s)) : goTo(there, how, chance, routes);
      return false;
    },
  };
};

/** One task after the other, then standing still. */
export const inTurn = (tasks: readonly Task[]): Task => {
  let at = 0;
  return {
    tick: (body) => {
      const task = tasks[at];
      if (task === undefined) standStill(body);
      else if (task.tick(body)) at += 1;
      return at >= tasks.length;
    },
  };
};
