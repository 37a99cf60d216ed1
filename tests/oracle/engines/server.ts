import { inlineCommits } from '../../builders/answered.ts';
import { createVirtualClock } from '../../../main/monitoring/time/clock.ts';
import { createMonitoring } from '../../../main/monitoring/index.ts';
import { secretFrom } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { straightWays } from '../../../main/monitoring/streets/streets.ts';
import type { Fix } from '../../../shared/domain/fixes.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { policy } from '../figures.ts';
import type { Told } from '../told.ts';
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

const KINDS = { 'alert.raised': 'raised', 'alert.level': 'level', 'alert.updated': 'updated' } as const;

/** What an entry tells of a breach; null for what is none. `known` remembers what each alert last was. */
const toldBy = ({ at_ms, body }: Entry, known: Map<string, Told>): Told | null => {
  if (body.kind === 'alert.cleared') {
    const before = known.get(body.alertId);
    return before === undefined ? null : { ...before, at_ms, kind: 'cleared' };
  }
  if (body.kind !== 'alert.raised' && body.kind !== 'alert.level' && body.kind !== 'alert.updated') return null;
  const { alert } = body;
  if (alert.rule.type !== 'proximity' && alert.rule.type !== 'zone') return null;
  const told: Told = {
    at_ms,
    kind: KINDS[body.kind],
    alertId: alert.alertId,
    rule: alert.rule.type === 'proximity' ? 'proximity' : `zone:${alert.rule.zone}`,
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

/** What the monitoring server tells of a situation, ticking every second of it. */
export const watched = ({ order, offender, victim }: Situation): Promise<readonly Told[]> => {
  const victimId = order.victims[0] ?? order.offender;
  const messages = [...messagesOf(order.offender, offender), ...messagesOf(victimId, victim)].sort(
    (a, b) => a.received_ms - b.received_ms,
  );
  let ticked_ms = Math.floor((messages[0]?.received_ms ?? 0) / TICK_MS) * TICK_MS;
  const clock = createVirtualClock(ticked_ms);
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let ids = 0;
  const monitoring = createMonitoring({
    clock,
    mode: 'live',
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    store,
    commits: inlineCommits(store),
    policy,
    setup: {
      name: 'oracle',
      people: [personOf(order.offender, 'offender'), personOf(victimId, 'victim')],
      orders: [order],
      units: [],
      places: [],
    },
    streets: { travel: () => [], ways: straightWays, route: () => null },
    operators: [],
    playbooks: [],
    onStoreFailure: fails,
    onOrderFailure: fails,
    onCommandFailure: (_kind, thrown) => fails(thrown),
    count: () => undefined,
  });
  const told: Told[] = [];
  const known = new Map<string, Told>();
  monitoring.onEntries((entries) => {
    for (const entry of entries) {
      const line = toldBy(entry, known);
      if (line !== null) told.push(line);
    }
  });
  const tickUntil = (until_ms: number): void => {
    while (ticked_ms + TICK_MS < until_ms) {
      ticked_ms += TICK_MS;
      clock.set(ticked_ms);
      monitoring.tick();
    }
  };
  for (const { received_ms, person, fixes } of messages) {
    tickUntil(received_ms);
    clock.set(received_ms);
    monitoring.ingestFixes(person, fixes, received_ms);
  }
  tickUntil(ticked_ms + AFTERWARDS_MS);
  void monitoring.close(); // done when it returns: its store writes within the call
  store.close();
  return Promise.resolve(told);
};
