import type { Incident } from './incidents/state.ts';

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

/** Seconds from the alarm to each step; null while it was not reached. */
export type ResponseTimes = {
  readonly answer_s: number | null;
  readonly dispatch_s: number | null;
  readonly arrival_s: number | null;
  readonly resolution_s: number | null;
};

export const responseTimes = ({ times }: Pick<Incident, 'times'>): ResponseTimes => {
  const since = (at_ms: number | null): number | null =>
    at_ms === null ? null : Math.max(0, (at_ms - times.raisedAt_ms) / 1000);
  return {
    answer_s: since(times.acknowledgedAt_ms),
    dispatch_s: since(times.dispatchedAt_ms),
    arrival_s: since(times.onSceneAt_ms),
    resolution_s: since(times.resolvedAt_ms),
  };
};
