import { expect, it } from 'vitest';
import { createRelay } from '../../../../../main/monitoring/incidents/relay.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import type { Provisional } from '../../../../../shared/protocol/messages.ts';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { entriesOf, raised } from '../../../../builders/entries.ts';

it('one who fails at the news keeps them from no other, neither entries nor what is provisional', () => {
  const tellers: { entries?: (entries: readonly Entry[]) => void; provisional?: (told: Provisional) => void } = {};
  const bulkhead = testBulkheads();
  const relay = createRelay(
    {
      onStored: (listener) => {
        tellers.entries = listener;
        return () => undefined;
      },
      onProvisional: (listener) => {
        tellers.provisional = listener;
        return () => undefined;
      },
    },
    bulkhead,
  );
  const heard: number[] = [];
  const fail = (): never => {
    throw new TypeError('poisoned');
  };
  relay.onEntries(fail);
  relay.onEntries((entries) => heard.push(entries.length));
  relay.onProvisional(fail);
  relay.onProvisional(({ entries }) => heard.push(entries.length));
  const entries = entriesOf(raised());
  tellers.entries?.(entries);
  tellers.provisional?.({ after: 0, entries });
  expect(heard).toEqual([entries.length, entries.length]);
  expect(bulkhead.failing()).toEqual({ entries: 2 });
});
