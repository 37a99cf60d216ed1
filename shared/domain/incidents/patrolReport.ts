import type { UnitId } from '../ids.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { isOnCall, stepUnit } from '../units.ts';
import type { Refusal } from './commands.ts';
import type { EntryDraft } from './entries.ts';
import { unitState } from './state.ts';
import type { World } from './state.ts';
import { systemDraft } from './systemDraft.ts';

/** Steps that a crew reports by itself: it has set out, or it is there. */
export type ReportedStep = 'en-route' | 'on-scene';

/** What the record says of a step that a crew has reported, or why it is refused. A step that is on record already adds nothing. */
export const decidePatrolReport = (
  world: World,
  unitId: UnitId,
  to: ReportedStep,
  now_ms: number,
): Result<readonly EntryDraft[], Refusal> => {
  const { status, incidentId } = unitState(world, unitId);
  if (status === to) return ok([]);
  if (incidentId === null || !isOnCall(status) || !stepUnit(status, to).ok)
    return err({ reason: 'wrong-state', state: status });
  return ok([systemDraft(incidentId, now_ms, { kind: 'unit.status', unitId, from: status, to, reportedBy: 'patrol' })]);
};
