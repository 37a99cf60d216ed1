import type { AlertState } from '../alerts.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { AlertChange, Evaluation } from './types.ts';

type Rule = Pick<ProximityPlan | ZonePlan, 'key' | 'tiers'>;

const isRise = (change: AlertChange): boolean => change.kind === 'raised' || (change.kind === 'level' && change.rose);

const depthOf = ({ tiers }: Rule, { level }: AlertState): number => tiers.findIndex((tier) => tier.level === level);

/**
 * What a device hands in at once is weighed as if it had come as it was taken, so an alert may rise and fall within one evaluation, all of
 * it in the past. Nobody has heard of it yet: the nearest level that it reached stands, and is left from now on as any other. Falls after
 * the last rise are taken back; where that rise was not to the nearest level, the nearest is raised again.
 */
export const standing = (start: Evaluation, done: Evaluation, rule: Rule): Evaluation => {
  const told = done.changes.slice(start.changes.length);
  const last = told.findLast(isRise);
  if (last === undefined) return done;
  const nearest = told.filter(isRise).reduce((a, b) => (depthOf(rule, b.alert) < depthOf(rule, a.alert) ? b : a), last);
  const upTo = told.lastIndexOf(last);
  const trailing = told.slice(upTo + 1);
  if (nearest === last && !trailing.some(({ kind }) => kind === 'level' || kind === 'cleared')) return done;
  const alert = { ...nearest.alert, alertId: last.alert.alertId };
  const again: readonly AlertChange[] =
    nearest === last ? [] : [{ kind: 'level', rose: true, at_ms: last.at_ms, alert, measured: nearest.measured }];
  const since_ms = alert.closestAt_ms ?? last.at_ms;
  const running = new Map(done.rules.running).set(rule.key, {
    alert,
    since_ms,
    leftFrom_ms: last.at_ms,
    sureLevel: alert.level,
    leaving: [],
  });
  return {
    rules: { ...done.rules, running },
    changes: [...start.changes, ...told.slice(0, upTo + 1), ...again],
  };
};
