import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { Fix, LonLat } from '../../../../../shared/domain/fixes.ts';
import { fixAt, HOME, O, policy, START_MS, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const FAR = destination(HOME, 90, 3000);
const PASSED = destination(HOME, 0, 3000);
const STOOD = destination(PASSED, 270, 5000);

const contacts = (watch: Watch) =>
  [...watch.bodies('alert.raised'), ...watch.bodies('alert.level'), ...watch.bodies('alert.updated')]
    .map(({ alert }) => alert)
    .filter(({ level, certainty }) => level === 'contact' && certainty !== 'possible');

/** Every level that an alert of distance came to, with how sure it was. */
const levels = (watch: Watch) =>
  [...watch.bodies('alert.raised'), ...watch.bodies('alert.level'), ...watch.bodies('alert.updated')].flatMap(
    ({ alert: { rule, level, certainty } }) => (rule.type === 'proximity' ? [[level, certainty]] : []),
  );

/** He drives through a place at 20 m/s in second 60 and on; a fix every 10 s up to second 600. */
const drive = (): readonly Fix[] =>
  Array.from({ length: 60 }, (_, i) =>
    fixAt(destination(PASSED, 90, 20 * (10 * (i + 1) - 60)), START_MS + 10_000 * (i + 1), { speed_mps: 20 }),
  );

/** She is at a place from second to second. */
const report = (watch: Watch, seconds: number, at: (second: number) => LonLat): void => {
  const from_s = (watch.now() - START_MS) / 1000;
  for (let s = from_s; s < from_s + seconds; s += 1)
    watch.pass(1, () => watch.monitoring.ingestFix(V, fixAt(at(s), watch.now()), watch.now()));
};

const handIn = (watch: Watch, fixes: readonly Fix[], messages: number): void => {
  const size = Math.ceil(fixes.length / messages);
  for (let from = 0; from < fixes.length; from += size)
    watch.monitoring.ingestFixes(O, fixes.slice(from, from + size), watch.now());
};

/** He stands still for a minute, 5 km from her, and is not heard for four: by a walker's pace nothing is possible of that. */
const silentAfterStanding = (): Watch => {
  const watch = startWatch();
  watch.pass(300, () => {
    watch.monitoring.ingestFix(V, fixAt(PASSED, watch.now()), watch.now());
    if (watch.now() > START_MS + 60_000) return;
    watch.monitoring.ingestFix(O, fixAt(STOOD, watch.now(), { speed_mps: 0 }), watch.now());
  });
  return watch;
};

describe('a queue that is handed in message after message', () => {
  it.each([1, 5, 60])('in %i: nobody was near who came to a place when he had long left it', (messages) => {
    const watch = startWatch();
    watch.monitoring.ingestFix(O, fixAt(destination(PASSED, 270, 1200), START_MS), START_MS);
    // She walks over that place in second 240, when he is more than three kilometres on.
    report(watch, 600, (s) => destination(PASSED, 0, Math.max(-500, Math.min(500, (s - 240) * 4))));
    handIn(watch, drive(), messages);
    watch.pass(30, () =>
      watch.monitoring.ingestFix(O, fixAt(destination(PASSED, 90, 10_800), watch.now()), watch.now()),
    );
    expect(contacts(watch)).toEqual([]);
  });

  it.each([1, 5, 60])('in %i: nobody is near who is now where he has long left', (messages) => {
    const watch = startWatch();
    watch.monitoring.ingestFix(O, fixAt(destination(PASSED, 270, 1200), START_MS), START_MS);
    report(watch, 300, () => FAR);
    // In a car, to where he came through five minutes before.
    report(watch, 300, (s) => destination(PASSED, 135, Math.max(0, 4000 - (s - 300) * 20)));
    handIn(watch, drive(), messages);
    watch.pass(30, () =>
      watch.monitoring.ingestFix(O, fixAt(destination(PASSED, 90, 10_800), watch.now()), watch.now()),
    );
    expect(contacts(watch)).toEqual([]);
  });

  it.each([1, 6, 60])(
    'in %i: nobody may be near who has driven away, as each place of it says in its turn',
    (messages) => {
      const watch = silentAfterStanding();
      expect(levels(watch)).toEqual([]);
      const gone = Array.from({ length: 60 }, (_, i) =>
        fixAt(destination(STOOD, 270, 80 * (i + 1)), START_MS + 64_000 + 3900 * (i + 1), { speed_mps: 20 }),
      );
      handIn(watch, gone, messages);
      expect(levels(watch)).toEqual([]);
    },
  );

  it('that ends long ago: where he may be by now is told when no more of it came', () => {
    const watch = silentAfterStanding();
    const came = destination(PASSED, 270, 4600);
    watch.monitoring.ingestFix(O, fixAt(came, START_MS + 84_000, { speed_mps: 20 }), watch.now());
    expect(levels(watch)).toEqual([]);
    watch.pass(policy.fixes.handIn_s + 1, () => watch.monitoring.ingestFix(V, fixAt(PASSED, watch.now()), watch.now()));
    expect(levels(watch)).toContainEqual(['contact', 'possible']);
  });

  it('ends nothing that was possible before it began, while its places leave it so', () => {
    const watch = startWatch();
    watch.pass(300, () => {
      const second = (watch.now() - START_MS) / 1000;
      watch.monitoring.ingestFix(V, fixAt(PASSED, watch.now()), watch.now());
      if (second > 60) return;
      const place = destination(STOOD, 90, 20 * second);
      watch.monitoring.ingestFix(O, fixAt(place, watch.now(), { speed_mps: 20 }), watch.now());
    });
    const before = levels(watch);
    expect(before.at(-1)).toEqual(['contact', 'possible']);
    const next = destination(STOOD, 90, 1600);
    watch.monitoring.ingestFix(O, fixAt(next, START_MS + 80_000, { speed_mps: 20 }), watch.now());
    watch.pass(2);
    expect(levels(watch)).toEqual(before);
    expect(watch.bodies('alert.cleared')).toEqual([]);
  });

  it('that ends where she is now: that is told when no more of it came', () => {
    const watch = startWatch();
    report(watch, 600, () => PASSED);
    watch.monitoring.ingestFixes(O, drive().slice(0, 6), watch.now());
    watch.pass(policy.fixes.handIn_s + 1);
    expect(contacts(watch)).toHaveLength(1);
  });

  it('by a clock that is behind hides nobody', () => {
    const watch = startWatch();
    const behind_ms = 300_000;
    report(watch, 300, () => PASSED);
    watch.pass(60, () => {
      watch.monitoring.ingestFix(V, fixAt(PASSED, watch.now()), watch.now());
      const way_m = 1500 - ((watch.now() - START_MS) / 1000 - 300) * 25;
      const place = destination(PASSED, 90, Math.max(0, way_m));
      watch.monitoring.ingestFix(O, fixAt(place, watch.now() - behind_ms, { speed_mps: 25 }), watch.now());
    });
    expect(contacts(watch).length).toBeGreaterThan(0);
  });

  it.each([
    ['one message each', 1000, 1000],
    ['messages of ten fixes', 10, 10],
    ['a message a fix', 1, 1],
    ['hers as one, his fix by fix', 1000, 1],
  ])('loses no pass that is older than the memory of tracks: %s', (_cut, hers, his) => {
    const watch = startWatch({ now_ms: START_MS + 2_400_000 });
    // Both were cut off for 40 min. She lay still, and ends where nobody can be heard; he passed her at 30 m after that.
    const still = Array.from({ length: 121 }, (_, i) => fixAt(PASSED, START_MS + 10_000 * i));
    const passes_s = 1400;
    const way = Array.from({ length: 241 }, (_, i) =>
      fixAt(destination(destination(PASSED, 0, 30), 90, 20 * (10 * i - passes_s)), START_MS + 10_000 * i, {
        speed_mps: 20,
      }),
    );
    for (let from = 0; from < still.length; from += hers)
      watch.monitoring.ingestFixes(V, still.slice(from, from + hers), watch.now());
    for (let from = 0; from < way.length; from += his)
      watch.monitoring.ingestFixes(O, way.slice(from, from + his), watch.now());
    watch.pass(policy.fixes.handIn_s + 2);
    const [contact] = contacts(watch);
    expect(Math.abs((contact?.closestAt_ms ?? 0) - (START_MS + passes_s * 1000))).toBeLessThanOrEqual(1000);
  });
});
