import type { Handle, IncidentId } from '../../../shared/domain/ids.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';
import type { SubjectPresence } from '../../../shared/protocol/presence.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { inFocus, openedBy } from './focus.ts';
import { freshnessOf } from './freshness.ts';
import type { PersonSymbol } from './types.ts';

const rank = ({ role }: PersonSymbol): number => (role === 'offender' ? 1 : 0);

/**
 * People to draw. A position whose person no lease opens is never drawn, whatever a frame may hold: the server does not
 * send it, and this is the second lock.
 */
export const peopleSymbols = (
  subjects: ReadonlyMap<Handle, SubjectPresence>,
  index: DirectoryIndex,
  leases: readonly LeaseOpened[],
  incidents: World['incidents'],
  selected: IncidentId | null,
  overdue: number,
): readonly PersonSymbol[] => {
  const symbols: PersonSymbol[] = [];
  for (const [personId, incidentId] of openedBy(leases, selected)) {
    const listed = index.personById.get(personId);
    const subject = listed === undefined ? undefined : subjects.get(listed.handle);
    if (listed === undefined || subject === undefined) continue;
    const age_s = subject.age_s + overdue;
    symbols.push({
      type: 'person',
      handle: listed.handle,
      personId,
      role: listed.person.role,
      incidentId,
      code: incidents.get(incidentId)?.code ?? 4,
      position: [subject.lon, subject.lat],
      radius_m: subject.radius_m,
      heading_deg: subject.heading_deg,
      age_s,
      freshness: freshnessOf(age_s, subject.silent),
      battery_percent: subject.battery_percent,
      inFocus: inFocus(incidentId, selected),
    });
  }
  // The offender last, hence on top: where the two meet, the diamond still lies inside the victim's ring.
  return symbols.toSorted((a, b) => rank(a) - rank(b));
};
