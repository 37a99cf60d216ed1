import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAlarms } from '../../../../../main/console/alarms.ts';
import { createEmitter } from '../../../../../main/console/emitter.ts';
import { createProvisional } from '../../../../../main/console/record/provisional.ts';
import { appendEntries, recordStore, resetRecord, tellProvisional } from '../../../../../renderer/stores/record.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../../../shared/domain/incidents/fold.ts';
import { soundingId } from '../../../../../shared/domain/incidents/soundings.ts';
import { emptyWorld } from '../../../../../shared/domain/incidents/state.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../../../builders/entries.ts';
import { alertId } from '../../../../builders/ids.ts';
import { at } from '../../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];

/**
 * A server that records, refuses and is killed, a console that hears it while the link is there, and its page. Both hold of each other only what
 * has been told.
 */
const openScene = () => {
  resetRecord();
  let recorded: readonly Entry[] = [];
  let kept: readonly Entry[] = [];
  let isRefusing = false;
  let isLinked = true;
  let time_s = 0;
  let journal: readonly Entry[] = [];
  const { emit, onAny } = createEmitter((_name, thrown) => {
    throw thrown;
  });
  const keeper = createProvisional({
    journalHead: () => journal.length,
    onTold: (news) => {
      emit('provisional', news);
      tellProvisional(news);
    },
    onUnkept: () => undefined,
  });
  const alarms = createAlarms({ onAny, entriesSince: (since) => journal.slice(since), onFailure: () => undefined });
  /** Soundings that ring, as the page has them, and those that have begun at the shell. */
  const ringing = (): readonly string[] =>
    [...recordStore.getState().world.incidents.values()].flatMap(({ id, unanswered }) =>
      unanswered.map((sounding) => soundingId(id, sounding)),
    );
  const begun: string[] = [];
  let rang: ReadonlySet<string> = new Set();
  alarms.onChange(({ begun: code }) => {
    if (code !== null) begun.push(String(code));
  });
  const heardSounding: string[] = [];
  const look = (): void => {
    const now = ringing();
    heardSounding.push(...now.filter((one) => !rang.has(one)));
    rang = new Set(now);
  };

  const hearEntries = (): void => {
    const fresh = recorded.slice(journal.length);
    if (!isLinked || fresh.length === 0) return;
    journal = recorded;
    emit('entries', fresh);
    appendEntries(fresh);
    keeper.recorded(journal.length);
    look();
  };
  const tell = (from: number): void => {
    if (!isLinked) return;
    keeper.told({ after: recorded.length + from, entries: kept.slice(from) });
    look();
  };
  const find = (steps: Steps): void => {
    const entries = entriesOf(steps, recorded.length + kept.length + 1);
    if (isRefusing) {
      kept = [...kept, ...entries];
      return tell(kept.length - entries.length);
    }
    recorded = [...recorded, ...entries];
    hearEntries();
  };
  const reconnect = (recordFirst: boolean): void => {
    isLinked = true;
    keeper.unconfirm();
    if (recordFirst) hearEntries();
    tell(0);
    hearEntries();
    keeper.dropUnconfirmed(recorded.length);
    look();
  };
  const drain = (count: number): void => {
    const written = kept.slice(0, count).map((entry) => ({ ...entry, recordedAt_ms: at(5000 + time_s) }));
    recorded = [...recorded, ...written];
    kept = kept.slice(count);
    isRefusing = kept.length > 0;
    hearEntries();
  };
  return {
    raise: (number: number) => {
      time_s += 1;
      const alert = anAlert({ alertId: alertId(`A${number}-${time_s}`), code: 0 });
      find(raised(alert, `I${number}-${time_s}`, `ORD-${number}`, at(time_s)));
    },
    acknowledge: () => {
      time_s += 1;
      const [first] = recordStore.getState().world.incidents.keys();
      if (first !== undefined) find([acknowledged(first, at(time_s))]);
    },
    refuse: () => {
      isRefusing = true;
    },
    drain,
    /** Tells again what it has told, or some of it. */
    repeat: (from: number) => tell(Math.min(from, kept.length)),
    lose: () => {
      isLinked = false;
    },
    reconnect,
    kill: () => {
      kept = [];
      isRefusing = false;
      isLinked = false;
    },
    finish: () => {
      drain(kept.length);
      reconnect(false);
    },
    recorded: () => recorded,
    provisional: keeper.entries,
    heardSounding,
    begun,
  };
};
type Scene = ReturnType<typeof openScene>;

const upTo5 = fc.nat(5);
const calm: fc.Arbitrary<(scene: Scene) => void> = fc.oneof(
  upTo5.map((number) => (scene: Scene) => scene.raise(number)),
  fc.constant((scene: Scene) => scene.acknowledge()),
  fc.constant((scene: Scene) => scene.refuse()),
  upTo5.map((count) => (scene: Scene) => scene.drain(count)),
  upTo5.map((from) => (scene: Scene) => scene.repeat(from)),
  fc.constant((scene: Scene) => scene.lose()),
  fc.boolean().map((recordFirst) => (scene: Scene) => scene.reconnect(recordFirst)),
);
const killing = fc.oneof(
  { weight: 6, arbitrary: calm },
  { weight: 1, arbitrary: fc.constant((scene: Scene) => scene.kill()) },
);

const run = (steps: readonly ((scene: Scene) => void)[]): Scene => {
  const scene = openScene();
  for (const step of steps) {
    step(scene);
    const { head, provisional } = recordStore.getState();
    expect(provisional.every(({ seq }) => seq > head)).toBe(true);
    expect(new Set(provisional.map(({ seq }) => seq)).size).toBe(provisional.length);
  }
  return scene;
};

test('whatever is refused, repeated, lost and killed: once all is recorded, the page shows what the record says and nothing else', () => {
  fc.assert(
    fc.property(fc.array(killing, { maxLength: 40 }), (steps) => {
      const scene = run(steps);
      scene.finish();
      const { world, recorded, provisional, unrecorded } = recordStore.getState();
      expect([scene.provisional(), provisional, unrecorded.size]).toEqual([[], [], 0]);
      expect(world).toBe(recorded.world);
      expect(world).toEqual(foldEntries(emptyWorld, scene.recorded()));
    }),
    { numRuns: 300 },
  );
});

test('no sounding rings twice as long as the server lives, whenever it is recorded', () => {
  fc.assert(
    fc.property(fc.array(calm, { maxLength: 40 }), (steps) => {
      const scene = run(steps);
      scene.finish();
      expect(new Set(scene.heardSounding).size).toBe(scene.heardSounding.length);
      expect(scene.begun.length).toBeLessThanOrEqual(scene.heardSounding.length);
    }),
    { numRuns: 300 },
  );
});

test('what is recorded under a number in the end, and is another sounding than was heard, rings', () => {
  const scene = openScene();
  scene.refuse();
  scene.raise(1);
  scene.kill();
  scene.raise(2); // recorded under the same number, while the console is away
  scene.reconnect(false);
  expect(scene.heardSounding).toHaveLength(2);
  expect(scene.begun).toHaveLength(2);
});

test('what this console’s own disk does not take is provisional here, told once, and gives way to its journal', () => {
  const told: (readonly number[])[] = [];
  let head = 0;
  const keeper = createProvisional({
    journalHead: () => head,
    onTold: () => undefined,
    onUnkept: ({ after, entries }) => told.push([after, ...entries.map(({ seq }) => seq)]),
  });
  const entries = entriesOf([...raised(), acknowledged()]);
  keeper.told({ after: 3, entries: entriesOf(raised(undefined, 'I2', 'ORD-2'), 4) });
  keeper.unkept(entries.slice(0, 2));
  keeper.unkept(entries);
  keeper.unkept(entries);
  expect(told).toEqual([
    [0, 1, 2, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
  head = 3;
  keeper.recorded(head);
  expect(keeper.entries().map(({ seq }) => seq)).toEqual([4, 5]);
});

test('an alarm that is not recorded is shown ahead of a record that is still being fetched', () => {
  resetRecord();
  const entries = entriesOf(raised(anAlert(), 'I7', 'ORD-7'), 901);
  tellProvisional({ after: 900, entries });
  expect([...recordStore.getState().world.incidents.keys()]).toEqual(['I7']);
  appendEntries(entriesOf(raised()));
  expect([...recordStore.getState().world.incidents.keys()]).toEqual(['I1', 'I7']);
  expect([...recordStore.getState().recorded.world.incidents.keys()]).toEqual(['I1']);
});
