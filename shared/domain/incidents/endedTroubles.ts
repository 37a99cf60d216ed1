import type { OrderId } from '../ids.ts';
import { ruleKey } from '../alerts.ts';
import type { MapEdit } from '../layeredMap.ts';
import type { Entry } from './entries.ts';
import type { EndedTroubles, Incident } from './state.ts';

const NONE: EndedTroubles = new Map();

/**
 * Keeps of each order what operators have ended of its devices, also where the incident is closed and let go of: a restart would tell it again
 * otherwise. At most one a rule, so that it grows with orders and not with history.
 */
export const stepEndedTroubles = (
  ended: MapEdit<OrderId, EndedTroubles>,
  { orderId, alerts }: Pick<Incident, 'orderId' | 'alerts'>,
  { body, at_ms }: Entry,
): void => {
  const rule =
    body.kind === 'alert.raised'
      ? body.alert.rule
      : body.kind === 'alert.cleared' && body.reason !== 'continued'
        ? alerts.get(body.alertId)?.state.rule
        : undefined;
  if (rule?.type !== 'device') return;
  const before = ended.get(orderId) ?? NONE;
  const key = ruleKey(rule);
  const isEnded = body.kind === 'alert.cleared' && body.reason === 'resolved';
  if (!isEnded && !before.has(key)) return;
  const after = new Map(before);
  if (isEnded) after.set(key, { kind: rule.kind, person: rule.person, at_ms });
  else after.delete(key);
  if (after.size === 0) ended.delete(orderId);
  else ended.set(orderId, after);
};
