import type { Incident } from '../incidents/state.ts';

/** Figures a response is held against. */
export const REFERENCE = {
  /** NFPA 1225: 90 % of alarms answered within 10 s. */
  answer_s: 10,
  /** NFPA 1225: 90 % of events dispatched within 60 s. */
  dispatch_s: 60,
  /** Mean arrival of Korean police in 2024: 5 min 7 s. */
  arrival_s: 307,
  /** A supervisor reviews within 72 h. */
  review_s: 72 * 3600,
} as const;

/** How long each part of a response took, seconds; null while it has not ended. Never negative: clocks of desks differ. */
export type ResponseTimes = {
  /** Alarm → first acknowledged. Soundings that came later have answers of their own: answers.ts. */
  readonly answer_s: number | null;
  /** Alarm → first patrol assigned. */
  readonly dispatch_s: number | null;
  /** First patrol assigned → first on scene. */
  readonly travel_s: number | null;
  /** Alarm → first on scene. */
  readonly arrival_s: number | null;
  /** First on scene → resolved. */
  readonly onScene_s: number | null;
  /** Alarm → resolved. */
  readonly total_s: number | null;
};

export const responseTimes = ({ times }: Pick<Incident, 'times'>): ResponseTimes => {
  const between = (from_ms: number | null, to_ms: number | null): number | null =>
    from_ms === null || to_ms === null ? null : Math.max(0, (to_ms - from_ms) / 1000);
  return {
    answer_s: between(times.raisedAt_ms, times.acknowledgedAt_ms),
    dispatch_s: between(times.raisedAt_ms, times.dispatchedAt_ms),
    travel_s: between(times.dispatchedAt_ms, times.onSceneAt_ms),
    arrival_s: between(times.raisedAt_ms, times.onSceneAt_ms),
    onScene_s: between(times.onSceneAt_ms, times.resolvedAt_ms),
    total_s: between(times.raisedAt_ms, times.resolvedAt_ms),
  };
};
