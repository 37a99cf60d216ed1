import { loadPolicy } from '../../main/files/policy.ts';
import type { Figures } from './told.ts';

/** The deployment's policy, from which the oracle takes figures and nothing else. */
export const policy = loadPolicy();

/** What leaving a tier takes. */
export const figures: Figures = {
  factor: policy.hysteresis.factor,
  margin_m: policy.hysteresis.margin_m,
  dwell_s: policy.hysteresis.dwell_s,
  doubt_s: policy.fixes.doubt_s,
};
