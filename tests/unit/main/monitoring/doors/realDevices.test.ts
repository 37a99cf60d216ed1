import { expect, it } from 'vitest';
import { createRealDeviceNotes } from '../../../../../main/monitoring/doors/realDevices.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { slowStore } from '../../../../builders/slowStore.ts';
import { O, START_MS, thrower, V } from '../watch.ts';

it('a flush is answered once everything that was noted before it is on disk, also while several are on their way', () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const disk = slowStore(store);
  const notes = createRealDeviceNotes({ commits: disk.commits, now: () => START_MS, onStoreFailure: thrower });
  const stored: ReadonlyMap<string, number>[] = [];
  notes.note(O);
  notes.flush();
  notes.note(V);
  notes.flush();
  disk.answer(); // the first; the second is under way
  notes.flush(() => stored.push(store.realDevices.all()));
  expect(stored).toEqual([]);
  disk.answerAll();
  expect(stored.map((all) => [...all.keys()].toSorted())).toEqual([[O, V]]);
});
