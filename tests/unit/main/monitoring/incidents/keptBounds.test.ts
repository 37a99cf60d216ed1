import { expect, it } from 'vitest';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { IncidentId } from '../../../../../shared/domain/ids.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import { createPositionRoom } from '../../../../../main/monitoring/incidents/positions.ts';
import type { Commit } from '../../../../../main/monitoring/ports/commit.ts';
import { createCommitQueue } from '../../../../../main/monitoring/store/commitQueue.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, fixAt, HOME, O, policy, START_MS, startWatch, thrower, V } from '../watch.ts';

/** What memory holds at most while the record takes nothing, as docs/operations.md has it. */
const [MOST_WITH_DISTANCES, MOST_POSITIONS] = [20_000, 6000];

const refusingStore = () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const state = { full: false };
  const commits = createCommitQueue(
    {
      commit: (commit: Partial<Commit>, done) => {
        if (state.full) return done(err(new Error('disk full')));
        store.commit(commit);
        return done(ok(null));
      },
    },
    thrower,
  );
  const counted = new Map<string, number>();
  const count = (reason: string): void => void counted.set(reason, (counted.get(reason) ?? 0) + 1);
  return { store, state, commits, counted, count };
};

it('an incident whose positions cannot be written lets go of its oldest beyond 6,000, a tenth at a time, counts each, and writes all others once it can', () => {
  const { store, state, commits, counted, count } = refusingStore();
  const room = createPositionRoom(store, commits, count);
  const incident = IncidentId.parse('inc-long');
  room.needKeys([incident]);
  state.full = true;
  for (let n = 0; n <= MOST_POSITIONS; n += 1) room.note(incident, n % 2 === 0 ? V : O, fixAt(HOME, START_MS + n), 5);
  room.flush([incident], () => undefined);
  expect(counted).toEqual(new Map([['position-dropped', MOST_POSITIONS / 10]]));
  state.full = false;
  room.flush([incident], () => undefined);
  const times = room
    .read(incident, new Set([V, O]))
    .flatMap(({ points }) => points.map(({ at_ms }) => at_ms - START_MS))
    .toSorted((a, b) => a - b);
  expect(times).toEqual(Array.from({ length: (MOST_POSITIONS * 9) / 10 + 1 }, (_, n) => n + MOST_POSITIONS / 10));
  expect(store.sealed.points(incident)).toBe(times.length);
});

it('with 20,000 entries that wait logs distances no more, which is counted, rings what is new, and records all of it afterwards', () => {
  const { store, state, commits, counted, count } = refusingStore();
  const watch = startWatch({ store, commits, count });
  const { monitoring } = watch;
  monitoring.setSignedIn([d1]);
  watch.apart(700);
  watch.pass(2);
  const [incidentId] = monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('no incident');
  state.full = true;
  monitoring.sos(V, watch.now());
  watch.pass(3);
  const first = monitoring.provisionalCount();
  expect(first).toBeGreaterThan(0);
  for (let n = first; n < MOST_WITH_DISTANCES; n += 1)
    watch.ask(d1, { kind: 'note.add', incidentId, text: `note ${n}` }, `note-${n}`);
  expect(monitoring.provisionalCount()).toBeGreaterThanOrEqual(MOST_WITH_DISTANCES);
  expect(counted.get('distance-unlogged')).toBeUndefined();

  const waiting = monitoring.provisionalCount();
  const since = () => monitoring.provisional().entries.slice(waiting);
  watch.pass(policy.record.distanceEvery_s * 3, () => watch.apart(700));
  expect(counted.get('distance-unlogged')).toBeGreaterThan(0);
  expect(since().filter(({ body }) => body.kind === 'distance.measured')).toEqual([]);
  watch.apart(20);
  watch.pass(2, () => watch.apart(20));
  expect(since().flatMap(({ body }) => ('alert' in body ? [body.alert.level] : []))).toContain('contact');

  const { after, entries } = monitoring.provisional();
  const plain = ({ seq, body }: Entry): string => `${seq} ${body.kind}`;
  state.full = false;
  watch.pass(policy.record.distanceEvery_s * 2, () => watch.apart(20));
  expect(monitoring.provisionalCount()).toBe(0);
  const record = store.record.since(0, 2 * MOST_WITH_DISTANCES);
  expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index + 1));
  expect(record.slice(after, after + entries.length).map(plain)).toEqual(entries.map(plain));
  expect(record.filter(({ body }) => body.kind === 'note.added')).toHaveLength(MOST_WITH_DISTANCES - first);
  expect(record.slice(after + entries.length).some(({ body }) => body.kind === 'distance.measured')).toBe(true);
}, 60_000);
