import type { Handle, IncidentId } from '../../../shared/domain/ids.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Advice } from '../../../shared/protocol/messages.ts';
import type { SubjectPresence } from '../../../shared/protocol/presence.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { inFocus } from './focus.ts';
import { freshnessOf } from './freshness.ts';
import type { PatrolSymbol } from './types.ts';

/** Patrols to draw: every unit the frame has a position for. They are free for every desk to see. */
export const patrolSymbols = (
  subjects: ReadonlyMap<Handle, SubjectPresence>,
  index: DirectoryIndex,
  units: World['units'],
  advice: Advice | null,
  selected: IncidentId | null,
  overdue: number,
): readonly PatrolSymbol[] => {
  const eta = new Map(advice?.ranking.map((ranked) => [ranked.unitId, ranked.eta_s]));
  const symbols: PatrolSymbol[] = [];
  for (const subject of subjects.values()) {
    const unit = index.unitByHandle.get(subject.handle);
    if (unit === undefined) continue;
    // A unit nobody has recorded anything about is available (incidents/state.ts).
    const { status, incidentId } = units.get(unit.id) ?? { status: 'available' as const, incidentId: null };
    const age_s = subject.age_s + overdue;
    symbols.push({
      type: 'patrol',
      handle: subject.handle,
      unitId: unit.id,
      callsign: unit.callsign,
      kind: unit.kind,
      status,
      position: [subject.lon, subject.lat],
      heading_deg: subject.heading_deg,
      age_s,
      freshness: freshnessOf(age_s, subject.silent),
      incidentId,
      emphasised: incidentId !== null && inFocus(incidentId, selected),
      eta_s: eta.get(unit.id) ?? null,
    });
  }
  return symbols;
};
