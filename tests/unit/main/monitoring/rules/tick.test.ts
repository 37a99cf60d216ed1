import { describe, expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { ORDERS_AT_ONCE } from '../../../../../main/monitoring/rules/tick.ts';
import { createTicker } from '../../../../../main/monitoring/time/ticker.ts';
import { pairsOf, setupOf } from '../../../../builders/crowd.ts';
import type { Pair } from '../../../../builders/crowd.ts';
import { d1, eachAlone, fixAt, HOME, policy, setup, startWatch, thrower } from '../watch.ts';
import type { Watch } from '../watch.ts';

const COUNT = 2 * ORDERS_AT_ONCE + 10;

/** A store that says how often it wrote to the record, and can be made to refuse. */
const countingStore = () => {
  const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const disk = { writes: 0, broken: false };
  const commit: Store['commit'] = (change) => {
    if (disk.broken) throw new Error('disk full');
    if ((change.lines ?? []).length > 0) disk.writes += 1;
    real.commit(change);
  };
  return { disk, store: { ...real, commit } };
};

type Scene = {
  readonly watch: Watch;
  readonly pairs: readonly Pair[];
  readonly disk: { writes: number; broken: boolean };
};

/** Thousands in small: orders for three pieces of a tick, whose offenders will all be silent with the next one. */
const aboutToBeSilent = (): Scene => {
  const [like] = setup.orders;
  if (like === undefined) throw new Error('there is an order');
  const { disk, store } = countingStore();
  const pairs = pairsOf(COUNT, HOME);
  const watch = startWatch({ store, setup: setupOf(pairs, like), policy: eachAlone });
  watch.monitoring.setSignedIn([d1]);
  for (const pair of pairs) report(watch, pair);
  watch.pass(policy.silence.after_s - 1);
  for (const { victim, victimAt } of pairs)
    watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
  expect(watch.bodies('alert.raised')).toEqual([]);
  return { watch, pairs, disk };
};
const report = (watch: Watch, { offender, victim, offenderAt, victimAt }: Pair): void => {
  watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
  watch.monitoring.ingestFix(offender, fixAt(offenderAt, watch.now()), watch.now());
};
const silentOnes = (watch: Watch): readonly string[] =>
  watch
    .bodies('alert.raised')
    .flatMap(({ alert }) => (alert.rule.type === 'device' && alert.rule.kind === 'silence' ? [alert.rule.person] : []));

describe('a tick in pieces', () => {
  it('records what a tick in one piece records of each incident, part by part, and nothing twice', () => {
    const [whole, pieces] = [aboutToBeSilent(), aboutToBeSilent()];
    whole.watch.pass(1);
    const byIncident = ({ watch }: Scene) =>
      [...Map.groupBy(watch.entries, ({ incidentId }) => incidentId).values()].map((entries) =>
        entries.map(({ ordinal, at_ms, body }) => [ordinal, at_ms, body.kind]),
      );
    tickInPieces(pieces);
    expect(silentOnes(pieces.watch)).toEqual(pieces.pairs.map(({ offender }) => offender));
    expect(byIncident(pieces)).toEqual(byIncident(whole));
    expect(pieces.watch.entries.map(({ seq }) => seq)).toEqual(pieces.watch.entries.map((_e, index) => index + 1));
    expect(pieces.watch.store.sealed.remaining()).toEqual(new Set(pieces.watch.monitoring.world().incidents.keys()));
  });

  it('knows what came between two pieces', () => {
    const scene = aboutToBeSilent();
    const { watch, pairs } = scene;
    const last = pairs.at(-1);
    if (last === undefined) throw new Error('there are pairs');
    tickInPieces(scene, (piece) => {
      const { offender, offenderAt } = last;
      if (piece === 1) watch.monitoring.ingestFix(offender, fixAt(offenderAt, watch.now()), watch.now());
    });
    expect(silentOnes(watch)).toEqual(pairs.slice(0, -1).map(({ offender }) => offender));
  });

  it.each([
    { refusing: 'one piece', last: 1, written: COUNT },
    { refusing: 'the rest of a tick', last: Number.POSITIVE_INFINITY, written: ORDERS_AT_ONCE },
  ])('loses nothing of what a store refuses during $refusing', ({ last, written }) => {
    const scene = aboutToBeSilent();
    const { watch, pairs, disk } = scene;
    tickInPieces(scene, (piece) => {
      disk.broken = piece >= 1 && piece <= last;
    });
    expect(silentOnes(watch)).toHaveLength(written);
    expect(watch.failures.length).toBeGreaterThan(0);
    disk.broken = false;
    watch.pass(1);
    expect(silentOnes(watch)).toEqual(pairs.map(({ offender }) => offender));
  });

  it('writes so many orders at a time', () => {
    const scene = aboutToBeSilent();
    const writes: number[] = [];
    const before = scene.disk.writes;
    tickInPieces(scene, () => writes.push(scene.disk.writes - before));
    expect(writes.slice(0, 3)).toEqual([1, 2, 3]);
    expect(scene.watch.bodies('alert.raised')).toHaveLength(COUNT);
  });
});

it('a tick commits to the positions of an incident whose order is in no setup any more', () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const before = startWatch({ store });
  before.apart(5000);
  before.pass(3, () => before.apart(700));
  const [incidentId] = before.monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('no incident');
  void before.monitoring.close(); // done when it returns: its store writes within the call
  const [like] = setup.orders;
  if (like === undefined) throw new Error('there is an order');
  const after = startWatch({ store, now_ms: before.now(), setup: setupOf(pairsOf(2, HOME), like) });
  after.pass(policy.record.commitEvery_s + 1);
  const committed = after.entries.filter(({ body }) => body.kind === 'positions.committed');
  expect(committed.map((entry) => entry.incidentId)).toEqual([incidentId]);
});

/** The next second, in pieces; `after` is told of each that is done, counted from 1. */
const tickInPieces = ({ watch }: Scene, after: (piece: number) => void = () => undefined): void => {
  watch.wait(1);
  const pieces = watch.monitoring.tickInPieces();
  for (let piece = 1; pieces.next().done !== true; piece += 1) after(piece);
};

describe('the ticker', () => {
  /** A tick of so many pieces that says which it did. */
  const ticking = (count: number) => {
    const done: number[] = [];
    let ticks = 0;
    const ticker = createTicker(function* pieces() {
      ticks += 1;
      for (let piece = 0; piece < count; piece += 1) {
        done.push(piece);
        yield;
      }
    }, thrower);
    return { ticker, done, ticks: () => ticks };
  };

  it('gives everything else a turn after each piece, and does the first at once', async () => {
    const { ticker, done } = ticking(4);
    const others: number[] = [];
    const other = (): void => {
      others.push(done.length);
      if (done.length < 4) setImmediate(other);
    };
    setImmediate(other);
    ticker.start();
    expect(done).toEqual([0]);
    await ticker.idle();
    expect(done).toEqual([0, 1, 2, 3]);
    expect(new Set(others)).toEqual(new Set([1, 2, 3, 4]));
  });

  it('passes over a second that begins while it works, and takes the next', async () => {
    const { ticker, ticks } = ticking(3);
    ticker.start();
    ticker.start();
    await ticker.idle();
    expect(ticks()).toBe(1);
    ticker.start();
    await ticker.idle();
    expect(ticks()).toBe(2);
  });

  it('does no further piece once it is stopped', async () => {
    const { ticker, done } = ticking(5);
    ticker.start();
    await ticker.stop();
    expect(done).toEqual([0]);
    await ticker.idle();
  });
});
