import { beforeEach, expect, test } from 'vitest';
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { appendEntries, recordStore, resetRecord, useEntriesOf } from '../../../../renderer/stores/record.ts';
import { acknowledged, entriesOf, raised } from '../../../builders/entries.ts';
import { incidentId } from '../../../builders/ids.ts';

beforeEach(resetRecord);

const entries = entriesOf([...raised(), acknowledged(), ...raised(undefined, 'I2', 'ORD-2'), acknowledged('I2')]);

test('appending folds the world, sorts entries by incident and moves the head', () => {
  appendEntries(entries);
  const { world, byIncident, head } = recordStore.getState();
  expect(head).toBe(6);
  expect(world.incidents.size).toBe(2);
  expect(byIncident.get(incidentId('I1'))?.map((entry) => entry.seq)).toEqual([1, 2, 3]);
  expect(byIncident.get(incidentId('I2'))?.map((entry) => entry.seq)).toEqual([4, 5, 6]);
});

test('what lies beyond a gap is left out', () => {
  appendEntries(entries.slice(2));
  expect(recordStore.getState().head).toBe(0);
  appendEntries(entries.slice(0, 3));
  appendEntries(entries.slice(4));
  expect(recordStore.getState().head).toBe(3);
});

test('an incident that nothing was added to keeps its list, so that its view is not drawn again', () => {
  appendEntries(entries.slice(0, 3));
  const before = recordStore.getState().byIncident.get(incidentId('I1'));
  appendEntries(entries.slice(3));
  expect(recordStore.getState().byIncident.get(incidentId('I1'))).toBe(before);
});

test('however batches overlap or repeat, the record is the same', () => {
  const cut = fc.tuple(fc.nat(entries.length), fc.nat(entries.length));
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 8 }), (cuts) => {
      resetRecord();
      for (const [a, b] of cuts) appendEntries(entries.slice(Math.min(a, b), Math.max(a, b)));
      const { head, world } = recordStore.getState();
      expect(world).toEqual(foldEntries(emptyWorld, entries.slice(0, head)));
    }),
  );
});

test('asked for an incident without entries, it gives the same list each time: another one would be drawn without end', () => {
  const lists: unknown[] = [];
  const Reader = () => {
    lists.push(useEntriesOf(incidentId('none')));
    return null;
  };
  renderToString(createElement(Reader));
  renderToString(createElement(Reader));
  expect(lists[0]).toEqual([]);
  expect(lists[1]).toBe(lists[0]);
});
