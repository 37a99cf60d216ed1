import { err, ok } from '../../../../../shared/domain/result.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../../../../../main/monitoring/metrics/metrics.ts';
import type { Metrics } from '../../../../../main/monitoring/metrics/metrics.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { HOME, startWatch, V } from '../watch.ts';

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics(() => performance.now());
});
afterEach(() => {
  metrics.stop();
  vi.restoreAllMocks();
});

/** Every figure by its name and labels, as a reader of the text format finds it. */
const figures = async (refused: Readonly<Record<string, number>> = {}): Promise<ReadonlyMap<string, number>> => {
  const { text } = await metrics.text({ head: 12, refused, failing: { positions: 2 }, unwatched: 1 });
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))] as const;
    }),
  );
};
/** Lets so much time pass by the clock that queues and commits are measured with. */
const stopwatch = (): ((ms: number) => void) => {
  let now_ms = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now_ms);
  return (ms) => {
    now_ms += ms;
  };
};

describe('the figures of the server', () => {
  it('say how long commits take, and how many fail', async () => {
    const pass = stopwatch();
    const outcomes: unknown[] = [];
    const tell = (outcome: unknown) => outcomes.push(outcome);
    const [stored, refused] = [ok(null), err(new Error('disk full'))];
    metrics.timed((_commit, done) => {
      pass(3);
      done(stored);
    })({}, tell);
    metrics.timed((_commit, done) => {
      pass(2000);
      done(refused);
    })({}, tell);
    expect(outcomes).toEqual([stored, refused]);
    const now = await figures();
    const of = (outcome: string, le: string) =>
      now.get(`jikim_store_commit_seconds_bucket{le="${le}",outcome="${outcome}"}`);
    expect([of('committed', '0.0025'), of('committed', '0.005')]).toEqual([0, 1]);
    expect([of('failed', '1'), of('failed', '2.5')]).toEqual([0, 1]);
    expect(now.get('jikim_store_commit_seconds_sum{outcome="committed"}')).toBeCloseTo(0.003);
  });

  it('say how old the oldest command is that waits, how many wait, and how long they waited', async () => {
    const pass = stopwatch();
    const oldest = (now: ReadonlyMap<string, number>) => [
      now.get('jikim_queue_length{queue="commands"}'),
      now.get('jikim_queue_oldest_seconds{queue="commands"}'),
    ];
    const wait = metrics.waitIn('commands');
    const endFirst = wait();
    pass(250);
    const endSecond = wait();
    pass(50);
    expect(oldest(await figures())).toEqual([2, 0.3]);
    endFirst();
    endSecond();
    endSecond(); // told twice, counted once
    const after = await figures();
    expect(oldest(after)).toEqual([0, 0]);
    expect(after.get('jikim_queue_wait_seconds_count{queue="commands"}')).toBe(2);
    expect(after.get('jikim_queue_wait_seconds_sum{queue="commands"}')).toBeCloseTo(0.35);
  });

  it('say how much the rules found that is not stored, and for how long', async () => {
    const pass = stopwatch();
    const of = async () => {
      const now = await figures();
      return ['length', 'oldest_seconds', 'wait_seconds_count'].map((name) =>
        now.get(`jikim_queue_${name}{queue="found"}`),
      );
    };
    expect(await of()).toEqual([0, 0, 0]);
    const stored = metrics.waitIn('found')();
    pass(4000);
    expect(await of()).toEqual([1, 4, 0]);
    stored();
    expect(await of()).toEqual([0, 0, 1]);
  });

  it('say that a button is owed for as long as the store refuses it, once however often it is tried', async () => {
    const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
    let broken = false;
    const watch = startWatch({
      store: {
        ...real,
        commit: (change) => {
          if (broken) throw new Error('disk full');
          real.commit(change);
        },
      },
      measureOwed: metrics.waitIn('owed-alarms'),
    });
    watch.apart(5000);
    const owed = async () => (await figures()).get('jikim_queue_length{queue="owed-alarms"}');
    broken = true;
    watch.monitoring.sos(V, watch.now());
    watch.pass(3);
    expect(await owed()).toBe(1);
    broken = false;
    watch.pass(1);
    expect(await owed()).toBe(0);
    expect(watch.kinds()).toContain('alert.raised');
    expect((await figures()).get('jikim_queue_wait_seconds_count{queue="owed-alarms"}')).toBe(1);
  });

  it('count what was refused as the server does, however often they are read', async () => {
    const refused = { duplicate: 3, 'store-failed': 1 };
    await figures(refused);
    const now = await figures(refused);
    expect(now.get('jikim_refused_total{reason="duplicate"}')).toBe(3);
    expect(now.get('jikim_refused_total{reason="store-failed"}')).toBe(1);
    expect(now.get('jikim_record_entries')).toBe(12);
  });

  it('know the longest block of the event loop, also after somebody else has read it', async () => {
    const blocked_ms = 300;
    const turn = () => new Promise((resolve) => setTimeout(resolve, 50));
    await turn(); // the first look has been taken
    const until_ms = performance.now() + blocked_ms;
    while (performance.now() < until_ms);
    await turn();
    const longest = async () => (await figures()).get('jikim_event_loop_lag_max_seconds') ?? 0;
    const first = await longest();
    expect(first).toBeGreaterThan((blocked_ms - 50) / 1000);
    expect(await longest()).toBeGreaterThanOrEqual(first);
  });

  it('have no label but words of this program, and nothing of a person, an order or a place', async () => {
    const watch = startWatch({ measureOwed: metrics.waitIn('owed-alarms') });
    watch.apart(5000);
    watch.apart(700);
    const { text, type } = await metrics.text({
      head: watch.monitoring.world().head,
      refused: { duplicate: 1 },
      failing: {},
      unwatched: 0,
    });
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const);
    expect(new Set(labels.map(([name]) => name))).toEqual(new Set(['le', 'outcome', 'part', 'queue', 'reason']));
    for (const [name, value] of labels) expect(value).toMatch(name === 'le' ? /^([\d.]+|\+Inf)$/ : /^[a-z-]+$/);
    const [incident] = watch.monitoring.world().incidents.values();
    for (const secret of [incident?.id, incident?.orderId, V, String(HOME[0]), String(HOME[1])]) {
      expect(secret).toBeDefined();
      expect(text).not.toContain(secret);
    }
  });
});
