import type { OrderId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { Bounded } from '../proximity/types.ts';
import type { Outcome } from './entries.ts';
import { incidentsOf, isRunning } from './state.ts';
import type { Incident, IncidentAlert, World } from './state.ts';

/** A breach that runs on though the response to it was resolved, with the incident that was resolved. */
export type OutlivingBreach = { readonly incident: Incident; readonly alert: IncidentAlert };

/** True for an alert about the distance of the two people or about a zone: it ends by itself as they part. */
export const isBreach = ({ state: { rule } }: IncidentAlert): boolean =>
  rule.type === 'proximity' || rule.type === 'zone';

/** Breaches of an order that outlive the resolution of their incident, most urgent first. */
export const outlivingBreaches = (world: World, order: OrderId): readonly OutlivingBreach[] =>
  incidentsOf(world, order)
    .flatMap((incident) =>
      isRunning(incident)
        ? []
        : [...incident.alerts.values()]
            .filter((alert) => alert.clearedAt_ms === null && isBreach(alert))
            .map((alert) => ({ incident, alert })),
    )
    .toSorted((a, b) => a.alert.state.code - b.alert.state.code);

/** After these somebody is with the offender, and the breach is expected to end by itself. */
const IN_HANDS: readonly Outcome[] = ['offender-arrested', 'offender-separated'];

const isInHands = ({ outcome }: Pick<Incident, 'outcome'>): boolean => outcome !== null && IN_HANDS.includes(outcome);

/** When a breach that outlives the resolution of an incident rings again at the latest, epoch ms; null while the incident runs. */
export const ringsAgainBy_ms = (
  { outcome, times }: Pick<Incident, 'outcome' | 'times'>,
  { outliving }: Pick<Policy, 'outliving'>,
): number | null => {
  if (times.resolvedAt_ms === null) return null;
  return times.resolvedAt_ms + (isInHands({ outcome }) ? outliving.afterSeparation_s : outliving.otherwise_s) * 1000;
};

/** What is known of a breach at the moment. */
export type BreachNow = {
  /** The distance to the victim, to the edge of a zone signed; null where it is not known. */
  readonly measured: Bounded | null;
  /** Limit of the tier that the alert stands at, metres. */
  readonly limit_m: number;
  readonly isClosing: boolean;
  /** The offender is surely nearer to the victim than each patrol that was on scene. */
  readonly isNearerThanPatrols: boolean;
};

/**
 * What becomes of a breach that outlives its resolution. It rings anew when its time is over; before that when the two have parted beyond
 * where its tier is left and are within again, while the offender closes in, and after an arrest or a separation when no patrol stands between.
 */
export const judgeOutliving = (
  { incident, alert }: OutlivingBreach,
  { measured, limit_m, isClosing, isNearerThanPatrols }: BreachNow,
  now_ms: number,
  policy: Pick<Policy, 'outliving' | 'hysteresis'>,
): 'waits' | 'parted' | 'rings' => {
  const { resolvedAt_ms } = incident.times;
  const latest_ms = ringsAgainBy_ms(incident, policy);
  if (resolvedAt_ms === null || latest_ms === null) return 'waits';
  if (now_ms >= latest_ms) return 'rings';
  if (
    isInHands(incident) ? isNearerThanPatrols : isClosing && now_ms >= resolvedAt_ms + policy.outliving.closing_s * 1000
  )
    return 'rings';
  if (measured === null) return 'waits';
  if (alert.partedBeyond === alert.state.level) return measured.d <= limit_m ? 'rings' : 'waits';
  const { factor, margin_m } = policy.hysteresis;
  return measured.d > factor * limit_m + margin_m && measured.min > limit_m ? 'parted' : 'waits';
};
