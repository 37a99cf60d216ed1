import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Provisional } from '../../../shared/protocol/messages.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/** What desks are told of the record. */
export type Relay = {
  /** Entries on disk. */
  readonly onEntries: IncidentRecord['onStored'];
  readonly onProvisional: IncidentRecord['onProvisional'];
};

/**
 * Tells listeners that come and go of every entry that is on disk or stands provisionally, and all of them before whoever listens to the
 * record after this was made: a console knows the entry that grants a lease when the lease itself arrives. One that fails keeps the news from no
 * other.
 */
export const createRelay = (
  { onStored, onProvisional }: Pick<IncidentRecord, 'onStored' | 'onProvisional'>,
  bulkhead: Pick<Bulkhead, 'run'>,
): Relay => {
  const ofEntries = new Set<(entries: readonly Entry[]) => void>();
  const ofProvisional = new Set<(provisional: Provisional) => void>();
  const tellEach = <T>(of: string, listeners: Iterable<(news: T) => void>, news: T): void => {
    let number = 0;
    for (const listener of listeners) bulkhead.run('entries', `${of} ${(number += 1)}`, () => listener(news));
  };
  onStored((entries) => tellEach('stored', ofEntries, entries));
  onProvisional((provisional) => tellEach('provisional', ofProvisional, provisional));
  return {
    onEntries: (listener) => {
      ofEntries.add(listener);
      return () => ofEntries.delete(listener);
    },
    onProvisional: (listener) => {
      ofProvisional.add(listener);
      return () => ofProvisional.delete(listener);
    },
  };
};
