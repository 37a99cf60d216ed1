const FIT_MS = 350;

/** How long the camera takes to a new view; none for operators who have asked for less motion. */
export const fitDuration_ms = (): number =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : FIT_MS;
