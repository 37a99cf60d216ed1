import { encodePresence } from '../../shared/protocol/presence.ts';
import { entriesOf, raised } from './entries.ts';
import type { FakeApi } from './fakeApi.ts';
import { handle, incidentId, leaseId } from './ids.ts';
import { aFrame, aLease, aSubject } from './presence.ts';
import { at } from './times.ts';

const MESSAGES = 20;
const ENTRIES_EACH = 25;

/**
 * What a bad second brings: 500 entries in 20 messages that raise 20 incidents, a lease for each, and three frames of positions, message by
 * message and without a picture in between. `before` entries are in the record already.
 */
export const aBurst = (before = 0): readonly ((emit: FakeApi['emit']) => void)[] =>
  Array.from({ length: MESSAGES }, (_, message) => {
    const incident = `I${message}`;
    const note = { body: { kind: 'note.added', text: 'a note' } as const, incident };
    const begun = raised(undefined, incident, `ORD-${message}`);
    const steps = [...begun, ...Array.from({ length: ENTRIES_EACH - begun.length }, () => note)];
    const entries = entriesOf(steps, before + message * ENTRIES_EACH + 1);
    const lease = aLease({ id: leaseId(`L${message}`), incidentId: incidentId(incident) });
    const subjects = [aSubject({ handle: handle(11) }), aSubject({ handle: handle(12) })];
    const frame = encodePresence(aFrame({ frame: message + 1, serverTime_ms: at(message), subjects }));
    const told: ((emit: FakeApi['emit']) => void)[] = [
      (emit) => emit('entries', entries),
      (emit) => emit('leaseOpened', lease),
    ];
    return message % 8 === 0 ? [...told, (emit: FakeApi['emit']) => emit('presence', frame)] : told;
  }).flat();
