import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { OrderId } from '../../../shared/domain/ids.ts';
import type { Alarm } from '../world/devices.ts';
import { calmTimes } from './desk.ts';
import type { DeskWitness } from './desk.ts';
import { TIERS } from './truth.ts';
import type { Runs, Tier, TrueBreach } from './truth.ts';

/** Doubt about a fix (11 s), the next fix of both (15 s), and what a server and a link that work take. */
const BREACH_WITHIN_MS = 30_000;
/** A button and a strap wait for nothing. */
const ALARM_WITHIN_MS = 5000;
/** Within so long a desk must say that it cannot know. */
const SAID_WITHIN_MS = 1500;

/** An alert as one desk had it: at a tier or nearer, from when it was heard until it was heard to be over. */
type Stood = { readonly order: OrderId; readonly rank: number; readonly from_ms: number; to_ms: number };

const rankOf = (level: string): number => TIERS.findIndex((tier) => tier === level);

/** What a desk had been told of proximity, from what it heard alone. */
const stoodAt = ({ heard }: DeskWitness): readonly Stood[] => {
  const orders = new Map<string, OrderId>();
  const stood: Stood[] = [];
  const standing = new Map<string, Stood>();
  for (const { at_ms, entry } of heard) {
    const { body, incidentId } = entry;
    if (body.kind === 'incident.raised' && incidentId !== null) orders.set(incidentId, body.orderId);
    if (body.kind === 'alert.cleared') {
      const one = standing.get(body.alertId);
      if (one !== undefined && body.reason !== 'continued') one.to_ms = at_ms;
      standing.delete(body.alertId);
    }
    if (body.kind !== 'alert.raised' && body.kind !== 'alert.level' && body.kind !== 'alert.updated') continue;
    const { alert } = body;
    const order = incidentId === null ? undefined : orders.get(incidentId);
    const level = alert.certainty === 'possible' ? (alert.sureLevel ?? '') : alert.level;
    const before = standing.get(alert.alertId);
    if (alert.rule.type !== 'proximity' || order === undefined) continue;
    if (before?.rank === rankOf(level)) continue;
    if (before !== undefined) before.to_ms = at_ms;
    const one = { order, rank: rankOf(level), from_ms: at_ms, to_ms: Number.POSITIVE_INFINITY };
    standing.set(alert.alertId, one);
    if (one.rank !== -1) stood.push(one);
  }
  return stood;
};

/** When a desk said of an order that nobody watches over it. */
const unwatchedAt = ({ heard }: DeskWitness): readonly (Pick<Stood, 'order' | 'from_ms'> & { to_ms: number })[] => {
  const spans: { order: OrderId; from_ms: number; to_ms: number }[] = [];
  for (const { at_ms, entry } of heard) {
    const { body } = entry;
    if (body.kind === 'order.unwatched')
      spans.push({ order: body.orderId, from_ms: at_ms, to_ms: Number.POSITIVE_INFINITY });
    if (body.kind !== 'order.watched') continue;
    for (const span of spans) if (span.order === body.orderId) span.to_ms = Math.min(span.to_ms, at_ms);
  }
  return spans;
};

/** Every time from a deadline until it was told in which a desk looked as if all were well. */
const falseCalm = (desk: DeskWitness, deadline_ms: number, told_ms: number, end_ms: number): boolean =>
  told_ms > deadline_ms &&
  calmTimes(desk, deadline_ms, Math.min(told_ms, end_ms)).some(
    ({ from_ms, to_ms }) => to_ms - from_ms > SAID_WITHIN_MS,
  );

const seconds = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : 'never');

const breachFault = (desk: DeskWitness, stood: readonly Stood[], breach: TrueBreach, end_ms: number): string | null => {
  const deadline_ms = breach.knowable_ms + BREACH_WITHIN_MS;
  const tier: Tier = breach.tier;
  const telling = stood.filter(
    ({ order, rank, to_ms }) =>
      order === breach.pair.order.id && rank <= TIERS.indexOf(tier) && to_ms >= breach.from_ms,
  );
  const told_ms = Math.min(Number.POSITIVE_INFINITY, ...telling.map(({ from_ms }) => from_ms));
  const isSaid = unwatchedAt(desk).some(
    ({ order, from_ms, to_ms }) =>
      order === breach.pair.order.id &&
      from_ms <= deadline_ms + SAID_WITHIN_MS &&
      Math.min(told_ms, end_ms) <= to_ms + BREACH_WITHIN_MS,
  );
  return !isSaid && falseCalm(desk, deadline_ms, told_ms, end_ms)
    ? `ringing: ${desk.name} was calm: ${tier} of ${breach.pair.order.id} from ${seconds(breach.from_ms)}, known to the server at ${seconds(breach.knowable_ms)}, was told ${seconds(told_ms)}`
    : null;
};

const ringsFor = ({ body }: Entry, { kind, pair }: Alarm): boolean => {
  if (body.kind !== 'alert.raised' && body.kind !== 'alert.repeated') return false;
  const { rule } = body.alert;
  return kind === 'sos'
    ? rule.type === 'sos' && rule.person === pair.victim.person.id
    : rule.type === 'device' && rule.kind === 'strap-tamper' && rule.person === pair.offender.person.id;
};

/** Every true breach, press and cut strap rings within its bound at every desk, or the desk says why it cannot know. */
export const judgeRinging = (
  desks: readonly DeskWitness[],
  breaches: readonly TrueBreach[],
  alarms: readonly Alarm[],
  runs: Runs,
  end_ms: number,
): readonly string[] =>
  desks.flatMap((desk) => {
    const stood = stoodAt(desk);
    const missed = breaches.flatMap((breach) => breachFault(desk, stood, breach, end_ms) ?? []);
    const rings = [...desk.heard];
    const unheard = alarms.flatMap((alarm) => {
      const reach = alarm.reached.find(
        ({ at_ms, run, isPromised }) => isPromised || runs(run).endedAt_ms - at_ms > ALARM_WITHIN_MS,
      );
      if (reach === undefined) return [];
      const index = rings.findIndex(({ at_ms, entry }) => at_ms >= alarm.at_ms && ringsFor(entry, alarm));
      const [ring] = index === -1 ? [] : rings.splice(index, 1);
      const told_ms = ring?.at_ms ?? Number.POSITIVE_INFINITY;
      return falseCalm(desk, reach.at_ms + ALARM_WITHIN_MS, told_ms, end_ms)
        ? [`ringing: ${desk.name} was calm: ${alarm.kind} at ${seconds(alarm.at_ms)} was told ${seconds(told_ms)}`]
        : [];
    });
    return [...missed, ...unheard];
  });
