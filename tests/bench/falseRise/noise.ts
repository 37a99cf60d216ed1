import { chance as chanceOf } from '../../../main/monitoring/simulator/random.ts';

/** How far off a receiver is, metres east and north, and the accuracy it reports with that, metres. */
export type Error_m = { readonly east_m: number; readonly north_m: number; readonly accuracy_m: number };

/** The error of one receiver, asked for at times that only grow, seconds. */
export type Noise = (t_s: number) => Error_m;

/** 68 % of a two-dimensional normal error lie within this many of its standard deviations. */
const SIGMAS_OF_68 = 1.51;
/**
 * Horizontal dilution as a car's receiver reports it between high houses (1,653 fixes: median 0.85, 99 % under 2.4, at worst 38), times 5 m:
 * log-normal around its median, and now and then a collapse that the receiver admits.
 */
const USUAL_ACCURACY_M = 4.3;
const ACCURACY_SPREAD = 0.22;
const ADMITTED = { perHour: 1, least_m: 50, most_m: 190, lasts_s: 8 } as const;
/** The receiver believes itself better than it is, and its error wanders with this memory. */
const OVERCONFIDENT = 1.5;
const MEMORY_S = 40;
/** Echoes off a facade: a jump of tens to hundreds of metres for seconds to a minute, of which the reported accuracy shows nothing. */
const ECHO = { perHour: 6, median_m: 45, spread: 0.8, most_m: 400, mean_s: 12, least_s: 1, longest_s: 60 } as const;

type Spell = { readonly until_s: number; readonly size_m: number; readonly angle: number };

/** A receiver between high houses, the same for the same seed. */
export const urbanCanyon = (seed: number): Noise => {
  const { unit, normal, between } = chanceOf(seed, 'urban canyon');
  const exponential = (mean: number): number => -mean * Math.log(1 - unit());
  let last_s = 0;
  let [east, north] = [normal(), normal()];
  let accuracy_m = USUAL_ACCURACY_M;
  let [nextEcho_s, nextCollapse_s] = [exponential(3600 / ECHO.perHour), exponential(3600 / ADMITTED.perHour)];
  const over: Spell = { until_s: 0, size_m: 0, angle: 0 };
  let [echo, collapse] = [over, over];
  return (t_s) => {
    const keeps = Math.exp(-(t_s - last_s) / MEMORY_S);
    const fresh = Math.sqrt(1 - keeps * keeps);
    last_s = t_s;
    [east, north] = [east * keeps + normal() * fresh, north * keeps + normal() * fresh];
    const drawn_m = USUAL_ACCURACY_M * Math.exp(ACCURACY_SPREAD * normal());
    accuracy_m += (drawn_m - accuracy_m) * Math.min(1, fresh);
    while (nextEcho_s <= t_s) {
      const lasts_s = Math.min(ECHO.longest_s, Math.max(ECHO.least_s, exponential(ECHO.mean_s)));
      const size_m = Math.min(ECHO.most_m, ECHO.median_m * Math.exp(ECHO.spread * normal()));
      echo = { until_s: nextEcho_s + lasts_s, size_m, angle: between(0, 2 * Math.PI) };
      nextEcho_s += exponential(3600 / ECHO.perHour);
    }
    while (nextCollapse_s <= t_s) {
      const until_s = nextCollapse_s + exponential(ADMITTED.lasts_s);
      collapse = { until_s, size_m: between(ADMITTED.least_m, ADMITTED.most_m), angle: 0 };
      nextCollapse_s += exponential(3600 / ADMITTED.perHour);
    }
    const admitted_m = t_s < collapse.until_s ? Math.max(accuracy_m, collapse.size_m) : accuracy_m;
    const sigma_m = (OVERCONFIDENT * admitted_m) / SIGMAS_OF_68;
    const echo_m = t_s < echo.until_s ? echo.size_m : 0;
    return {
      east_m: east * sigma_m + Math.sin(echo.angle) * echo_m,
      north_m: north * sigma_m + Math.cos(echo.angle) * echo_m,
      accuracy_m: admitted_m,
    };
  };
};

/** A receiver with nothing around it. */
export const openSky: Noise = () => ({ east_m: 0, north_m: 0, accuracy_m: USUAL_ACCURACY_M });
