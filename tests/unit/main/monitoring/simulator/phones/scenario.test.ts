import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../../../shared/domain/incidents/entries.ts';
import { runHeadless } from '../../../../../../main/monitoring/simulator/headless.ts';
import { straightWays } from '../../../../../../main/monitoring/streets/streets.ts';
import type { Streets } from '../../../../../../main/monitoring/streets/streets.ts';
import { plainFile, play, policy, scenarioOf, simulatorOf, START_MS } from '../builders.ts';

const phoneOf = (client: string, events: readonly object[] = []) => ({
  people: [
    { ...plainFile.people[0], device: { id: 'd1', interval_s: 10 } },
    { ...plainFile.people[1], device: { id: 'd2', interval_s: 10, client } },
  ],
  events,
});
/** Second at which a request came, and the second it speaks of. */
const requestsOf = (change: object) => {
  const simulator = simulatorOf(change);
  return Array.from({ length: 601 }, (_, second) => second).flatMap((second) =>
    play(simulator, second, second).flatMap((event) =>
      event.kind === 'request'
        ? [
            {
              second,
              at_s: Number(event.request.query['timestamp']) - START_MS / 1000,
              lat: event.request.query['lat'],
            },
          ]
        : [],
    ),
  );
};

describe('a scenario’s phone', () => {
  it('sends each fix in its client’s form', () => {
    const requests = requestsOf(phoneOf('traccar-8'));
    expect(requests).toHaveLength(60);
    expect(requests.every(({ second, at_s, lat }) => second === at_s && lat !== undefined)).toBe(true);
  });

  it('keeps what it measures where it is cut off, and hands it in afterwards, head first', () => {
    const cut = requestsOf(phoneOf('traccar-8', [{ at_s: 100, kind: 'gap', who: 'V1', until_s: 400 }]));
    expect(cut.filter(({ second }) => second >= 101 && second < 400)).toEqual([]);
    // The client tries its head again 30 s after it failed last, and then sends one after the other.
    const late = cut.filter(({ second, at_s }) => at_s < second);
    expect(late.map(({ at_s }) => at_s)).toEqual(late.map(({ at_s }) => at_s).toSorted((a, b) => a - b));
    expect(late.length).toBeGreaterThanOrEqual(29);
    expect(Math.max(...late.map(({ second }) => second))).toBeLessThan(430);
    expect(cut).toHaveLength(60);
  });

  it('says that it lives where it sees no satellite, if its client does', () => {
    const lost = [{ at_s: 100, kind: 'gnss-lost', who: 'V1', until_s: 400 }];
    const heartbeats = requestsOf(phoneOf('traccar-sdk', lost)).filter(({ second }) => second > 110 && second < 400);
    expect(heartbeats.length).toBeGreaterThanOrEqual(4);
    expect(heartbeats.every(({ lat }) => lat === undefined)).toBe(true);
    expect(requestsOf(phoneOf('traccar-8', lost)).filter(({ second }) => second > 110 && second < 400)).toEqual([]);
  });

  it('brings its button and its places to the server as real ones come, the same for the same seed', async () => {
    const streets: Streets = { travel: () => [], ways: straightWays, route: () => null };
    const record = async (): Promise<readonly Entry[]> => {
      const entries: Entry[] = [];
      const scenario = scenarioOf(phoneOf('traccar-9', [{ at_s: 60, kind: 'sos', who: 'V1' }]));
      const onEntries = (more: readonly Entry[]): void => void entries.push(...more);
      await runHeadless({ scenario, seed: 3, streets, policy, onEntries, pace: async () => undefined });
      return entries;
    };
    const first = await record();
    const sos = first.filter(({ body }) => body.kind === 'alert.raised' && body.alert.rule.type === 'sos');
    expect(sos.map(({ at_ms }) => at_ms)).toEqual([START_MS + 60_000]);
    // Positions of the incident: both people's, hers out of the phone's JSON.
    expect(first.map(({ body }) => body.kind)).toContain('distance.measured');
    expect(JSON.stringify(await record())).toBe(JSON.stringify(first));
  });
});
