import { T0 } from '../../../builders/times.ts';
import { entriesOf } from '../../../builders/entries.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';
import { aLink, aSnapshot } from '../../../builders/snapshot.ts';
import { STATES } from './states.ts';

const query = new URLSearchParams(location.search);
const state = STATES[query.get('state') ?? 'calm'];
if (state === undefined) throw new Error('there is no such state');
const { snapshot, steps } = state;
const entries = entriesOf(steps);
// The server's time is the one that the states are made for; this console's is the machine's.
const now_ms = Date.now();
const link = { ...aLink(), ...snapshot.link, told_ms: now_ms, clockOffset_ms: T0 - now_ms };
const fake = createFakeApi({
  snapshot: () =>
    aSnapshot({
      ...snapshot,
      // What is looked at stands beside the map, which takes a processor seconds to draw.
      shell: { ...aSnapshot().shell, map: false },
      link,
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
Object.assign(window, { jikim: fake.api });
await import('../../../../renderer/main.tsx');
