import type { Snapshot } from '../../../../shared/api/contract.ts';
import { T0 } from '../../../builders/times.ts';
import { entriesOf } from '../../../builders/entries.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';
import { aLink, aSnapshot } from '../../../builders/snapshot.ts';
import { STATES } from './states.ts';
import type { State } from './states.ts';

const opened_ms = Date.now();
const query = new URLSearchParams(location.search);
const stateOf = (name: string): State => {
  const state = STATES[name];
  if (state === undefined) throw new Error('there is no such state');
  return state;
};
/** The server's time is the one that the states are made for; this console's is the machine's. */
const linkOf = ({ link }: Partial<Snapshot>) => ({
  ...{ ...aLink(), ...link },
  ...{ told_ms: Date.now(), clockOffset_ms: T0 - opened_ms },
});

const { snapshot, steps } = stateOf(query.get('state') ?? 'calm');
const entries = entriesOf(steps);
const fake = createFakeApi({
  snapshot: () =>
    aSnapshot({
      ...snapshot,
      // What is looked at stands beside the map, which takes a processor seconds to draw.
      shell: { ...aSnapshot().shell, map: false },
      link: linkOf(snapshot),
      settings: { locale: query.get('lang') === 'en' ? 'en' : 'ko' },
      head: entries.length,
    }),
  entries: ({ since }) => entries.filter(({ seq }) => seq > since),
  keptScreen: () => null,
  keepScreen: () => null,
  keptDrafts: () => [],
  keepDraft: () => null,
  touched: () => null,
});

/** The console process tells of all that fails in another state, while somebody looks on. */
const worsen = (name: string): void => {
  const next = aSnapshot(stateOf(name).snapshot);
  fake.emit('link', linkOf(next));
  fake.emit('impaired', next.impaired);
  fake.emit('desks', next.desks);
  fake.emit('outbox', next.outbox);
  fake.emit('strandedCommands', next.strandedCommands);
  fake.emit('restarts', next.restarts);
};
Object.assign(window, { jikim: fake.api, worsen });
await import('../../../../renderer/main.tsx');
