import { createVirtualClock } from '../../../main/monitoring/clock.ts';
import { createMonitoring } from '../../../main/monitoring/index.ts';
import { secretFrom } from '../../../main/monitoring/store/secret.ts';
import { openStore } from '../../../main/monitoring/store/store.ts';
import { straightWays } from '../../../main/monitoring/streets/streets.ts';
import type { Fix } from '../../../shared/domain/fixes.ts';
import { DeviceId, OrderId, PersonId, ZoneId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Order, Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Told } from '../judge.ts';
import type { Report } from '../tracks.ts';
import type { Situation } from '../truth.ts';

/** What watching ends with, for alerts that a last report still has to raise or to let go, milliseconds. */
const AFTERWARDS_MS = 90_000;
const TICK_MS = 1000;

/** One message of a device: the reports it hands in together. */
type Message = { readonly received_ms: number; readonly person: PersonId; readonly fixes: readonly Fix[] };

const fixOf = ({ at_ms, place, accuracy_m, speed_mps }: Report): Fix => ({
  at_ms,
  lon: place[0],
  lat: place[1],
  accuracy_m,
  speed_mps,
  heading_deg: null,
  source: 'gnss',
  battery_percent: null,
});

const messagesOf = (person: PersonId, reports: readonly Report[]): readonly Message[] => {
  const requests = Map.groupBy(reports, ({ request }) => request);
  return [...requests.values()].map((together) => ({
    received_ms: Math.max(...together.map(({ received_ms }) => received_ms)),
    person,
    fixes: together.map(fixOf),
  }));
};

const personOf = (id: PersonId, role: Person['role']): Person => ({
  id,
  role,
  name: `가명 ${id}`,
  deviceId: DeviceId.parse(`device-${id}`),
  interval_s: null,
});

/** Several situations on one server keep apart by the number at the end of every id. */
const numbered = (order: Order, n: number): Order => ({
  ...order,
  id: OrderId.parse(`${order.id}-${n}`),
  offender: PersonId.parse(`offender-${n}`),
  victims: [PersonId.parse(`victim-${n}`)],
  zones: order.zones.map((zone) => ({ ...zone, id: ZoneId.parse(`${zone.id}-${n}`) })),
});

/** Which situation an entry is about, and what it tells; null for what is no breach. `known` remembers whose each alert is. */
const toldBy = ({ at_ms, body }: Entry, known: Map<string, Told & { readonly n: number }>) => {
  if (body.kind === 'alert.cleared') {
    const before = known.get(body.alertId);
    return before === undefined ? null : { ...before, at_ms, kind: 'cleared' as const };
  }
  if (body.kind !== 'alert.raised' && body.kind !== 'alert.level' && body.kind !== 'alert.updated') return null;
  const { alert } = body;
  if (alert.rule.type !== 'proximity' && alert.rule.type !== 'zone') return null;
  const id = alert.rule.type === 'proximity' ? alert.rule.victim : alert.rule.zone;
  const [name = '', number = ''] = id.split('-');
  const kinds = { 'alert.raised': 'raised', 'alert.level': 'level', 'alert.updated': 'updated' } as const;
  const told = {
    n: Number(number),
    at_ms,
    kind: kinds[body.kind],
    alertId: alert.alertId,
    rule: alert.rule.type === 'proximity' ? 'proximity' : `zone:${name}`,
    level: alert.level,
    certainty: alert.certainty,
    cause: alert.cause,
    closestAt_ms: alert.closestAt_ms,
  };
  known.set(alert.alertId, told);
  return told;
};

/** A server that cannot write, or leaves an order out, has failed whatever it tells. */
const fails = (thrown: unknown): never => {
  throw thrown;
};

/** What the monitoring server tells of some situations that it watches over at the same time, on a clock that runs through all of them. */
export const watched = (situations: readonly Situation[], policy: Policy): readonly (readonly Told[])[] => {
  const orders = situations.map(({ order }, n) => numbered(order, n));
  const messages = situations
    .flatMap((situation, n) => [
      ...messagesOf(PersonId.parse(`offender-${n}`), situation.offender),
      ...messagesOf(PersonId.parse(`victim-${n}`), situation.victim),
    ])
    .sort((a, b) => a.received_ms - b.received_ms);
  const first_ms = Math.floor((messages[0]?.received_ms ?? 0) / TICK_MS) * TICK_MS;
  const clock = createVirtualClock(first_ms);
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let ids = 0;
  const monitoring = createMonitoring({
    clock,
    mode: 'live',
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    store,
    policy,
    setup: {
      name: 'oracle',
      people: orders.flatMap(({ offender, victims }) => [
        personOf(offender, 'offender'),
        ...victims.map((victim) => personOf(victim, 'victim')),
      ]),
      orders,
      units: [],
      places: [],
    },
    streets: { travel: () => [], ways: straightWays, route: () => null },
    operators: [],
    playbooks: [],
    onStoreFailure: fails,
    onOrderFailure: fails,
    count: () => undefined,
  });
  const told: readonly Told[][] = situations.map(() => []);
  const known = new Map<string, Told & { readonly n: number }>();
  monitoring.onEntries((entries) => {
    for (const entry of entries) {
      const line = toldBy(entry, known);
      if (line !== null) told[line.n]?.push(line);
    }
  });
  let ticked_ms = first_ms;
  const tickUntil = (until_ms: number): void => {
    for (; ticked_ms + TICK_MS < until_ms;) {
      ticked_ms += TICK_MS;
      clock.set(ticked_ms);
      monitoring.tick();
    }
  };
  for (const { received_ms, person, fixes } of messages) {
    // Nights on which nobody is watched pass at once.
    if (received_ms - ticked_ms > 86_400_000) {
      tickUntil(ticked_ms + AFTERWARDS_MS);
      ticked_ms = Math.floor(received_ms / TICK_MS) * TICK_MS - TICK_MS;
    }
    tickUntil(received_ms);
    clock.set(received_ms);
    monitoring.ingestFixes(person, fixes, received_ms);
  }
  tickUntil(ticked_ms + AFTERWARDS_MS);
  monitoring.close();
  store.close();
  return told;
};
