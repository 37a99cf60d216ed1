import { inlineCommits, mustWrite } from '../../../../builders/answered.ts';
import { expect, it } from 'vitest';
import { IncidentId } from '../../../../../shared/domain/ids.ts';
import type { Bulkhead } from '../../../../../main/monitoring/ports/bulkheads.ts';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { noBulkhead } from '../../../../../main/monitoring/ports/bulkheads.ts';
import { createDueIncidents } from '../../../../../main/monitoring/time/dueIncidents.ts';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import type { Batch } from '../../../../../main/monitoring/ports/incidentRecord.ts';
import { systemDraft } from '../../../../../shared/domain/incidents/systemDraft.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { ORDER, policy, START_MS, thrower } from '../watch.ts';

const [A, B, C] = ['inc-a', 'inc-b', 'inc-c'].map((id) => IncidentId.parse(id)) as [IncidentId, IncidentId, IncidentId]; // three in, three out

/** A record with a settler that notes whom it looks at, and a disk that can be made to refuse. */
const open = (nextAt_ms: (id: IncidentId) => number | null = () => null, bulkhead: Bulkhead = noBulkhead) => {
  const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const state = { broken: false, now_ms: START_MS, seen: [] as IncidentId[] };
  const store: Store = {
    ...real,
    commit: (change) => {
      if (state.broken) throw new Error('disk full');
      real.commit(change);
    },
  };
  let acts: ((batch: Batch, id: IncidentId) => void) | null = null;
  const due = createDueIncidents({
    name: 'test',
    bulkhead,
    nextAt_ms: ({ id }, _batch, now_ms) => {
      const at_ms = nextAt_ms(id);
      return at_ms !== null && at_ms > now_ms ? at_ms : null;
    },
  });
  const record = createRecord({
    store,
    commits: inlineCommits(store),
    now: () => state.now_ms,
    orderOf: () => undefined,
    settlers: [
      (batch) =>
        due.settle(batch, state.now_ms, ({ id }) => {
          state.seen.push(id);
          acts?.(batch, id);
        }),
    ],
    onSettlerFailure: thrower,
    onStoreFailure: thrower,
    elapsed_ms: () => 0,
    policy,
  });
  const add = (batch: Batch, id: IncidentId): void => {
    const isNew = !batch.world().incidents.has(id);
    const body = isNew ? { kind: 'incident.raised', orderId: ORDER } : { kind: 'note.added', text: '가상' };
    batch.add([systemDraft(id, state.now_ms, body as Parameters<typeof systemDraft>[2])]); // one of two bodies
  };
  /** Writes one entry of each; gives those that were looked at. */
  const write = (...ids: readonly IncidentId[]): readonly IncidentId[] => {
    state.seen = [];
    record.write((batch) => {
      for (const id of ids) add(batch, id);
    }, mustWrite);
    return state.seen;
  };
  const acting = (by: typeof acts): void => {
    acts = by;
  };
  const entries = (id: IncidentId): number => record.world().incidents.get(id)?.entries ?? 0;
  return { state, due, write, acting, add, entries };
};

it('are those that were touched, now and in the write before, in the order of the world', () => {
  const { write } = open();
  expect(write(C, A, B)).toEqual([C, A, B]);
  expect(write(B)).toEqual([C, A, B]); // what was written before is looked at once more
  expect(write(A)).toEqual([A, B]);
  expect(write()).toEqual([A]);
  expect(write()).toEqual([]);
});

it('are those whose time has come, each once', () => {
  const { state, write } = open((id) => (id === A ? START_MS + 5000 : id === B ? START_MS + 9000 : null));
  write(A, B, C);
  write();
  state.now_ms = START_MS + 4999;
  expect(write()).toEqual([]);
  state.now_ms = START_MS + 5000;
  expect(write()).toEqual([A]);
  state.now_ms = START_MS + 20_000;
  expect(write()).toEqual([B]);
});

it('are those again that something was done about in a write that failed', () => {
  const { state, write, acting, add } = open();
  write(A, B);
  write();
  const left = [A];
  acting((batch, id) => {
    if (left.includes(id)) add(batch, id);
  });
  expect(write()).toEqual([]);
  state.broken = true;
  expect(() => write(A)).toThrow('disk full');
  state.broken = false;
  expect(write()).toEqual([A]); // nothing of it was written, so it is still due
});

it('are those that were woken, and all of those that there are with the first write', () => {
  const { due, write } = open();
  write(A, B, C);
  write();
  due.wake([B]);
  expect(write()).toEqual([B]);
  due.wake([IncidentId.parse('inc-never')]);
  expect(write()).toEqual([]);
});

it('one that cannot be looked at holds up no other, leaves nothing behind, and is looked at again with the next write', () => {
  const bulkhead = testBulkheads();
  const { write, acting, add, entries } = open(() => null, bulkhead);
  write(A, B);
  acting((batch, id) => {
    if (id !== A) return;
    add(batch, A);
    throw new TypeError('poisoned');
  });
  expect(write(A, B)).toEqual([A, B]);
  expect([entries(A), bulkhead.failing()]).toEqual([2, { incidents: 1 }]);
  acting(null);
  expect([write(C), bulkhead.failing()]).toEqual([[A, B, C], {}]);
});
