import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keysFileOf } from '../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../main/monitoring/store/sqlite/store.ts';
import { pairsOf, setupOf } from '../../../builders/crowd.ts';
import type { Pair } from '../../../builders/crowd.ts';
import { countedWork } from '../../../builders/work.ts';
import { d1, eachAlone, fixAt, HOME, policy, setup, startWatch } from './watch.ts';
import type { Watch } from './watch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-costs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 's.db');
const memory = (): Store => openStore(':memory:', secretFrom(new Uint8Array(32)));

/** Often enough for a victim not to be silent, and never in the second in which an offender is: that is left to the tick. */
const REPORT_EVERY_S = 50;

type Crowd = { readonly watch: Watch; readonly pairs: readonly Pair[] };

/** A server with so many orders whose people have all reported, and a desk that is signed in. */
const crowd = (count: number, store: Store): Crowd => {
  const [like] = setup.orders;
  if (like === undefined) throw new Error('there is an order');
  const pairs = pairsOf(count, HOME);
  const watch = startWatch({ store, setup: setupOf(pairs, like), policy: eachAlone });
  watch.monitoring.setSignedIn([d1]);
  for (const { offender, victim, offenderAt, victimAt } of pairs) {
    watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
    watch.monitoring.ingestFix(offender, fixAt(offenderAt, watch.now()), watch.now());
  }
  return { watch, pairs };
};

/** Passes time in which the victims report and the offenders do not, until all of these are silent. */
const fallSilent = ({ watch, pairs }: Crowd): void => {
  let second = 0;
  watch.pass(policy.silence.after_s + 1, () => {
    second += 1;
    if (second % REPORT_EVERY_S !== 0) return;
    for (const { victim, victimAt } of pairs)
      watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
  });
  expect(watch.bodies('alert.raised')).toHaveLength(pairs.length);
};

const comeBack = ({ watch }: Crowd, { offender, offenderAt }: Pair): void => {
  watch.monitoring.ingestFix(offender, fixAt(offenderAt, watch.now()), watch.now());
};

it('an offender who is back costs the same among 40 silent ones and among 320', () => {
  const work = [40, 320].map((count) => {
    const all = crowd(count, memory());
    fallSilent(all);
    const [first, ...some] = all.pairs.slice(0, 31);
    if (first !== undefined) comeBack(all, first);
    const counted = countedWork(() => {
      for (const pair of some) comeBack(all, pair);
    });
    expect(all.watch.bodies('alert.cleared')).toHaveLength(31);
    return counted / some.length;
  });
  const [few = 0, many = 0] = work;
  expect(few).toBeGreaterThan(10); // it does count
  expect(many / few).toBeLessThan(1.5);
});

it('the keys of all incidents of one tick wait for the disk together', () => {
  const all = crowd(40, openStore(file(), secretFrom(new Uint8Array(32))));
  const logBytes = (): number => statSync(`${keysFileOf(file())}-wal`).size;
  const before = logBytes();
  fallSilent(all);
  // One transaction writes each page once; one for each key would write forty.
  const FRAME_BYTES = 4096 + 24;
  const frames = (logBytes() - before) / FRAME_BYTES;
  expect(all.watch.store.sealed.remaining().size).toBe(40);
  expect(frames).toBeGreaterThan(0);
  expect(frames).toBeLessThan(12);
  all.watch.store.close();
});
