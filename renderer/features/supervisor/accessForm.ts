import type { AccessActionFilter, AccessFilter } from '../../../shared/protocol/access.ts';
import type { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import { endOfDay, startOfDay } from '../../lib/dates.ts';

/** What the access log is asked for, as the screen holds it; null and '' ask for all. */
export type AccessForm = {
  readonly person: PersonId | null;
  readonly operator: OperatorId | null;
  readonly action: AccessActionFilter | null;
  /** First and last day in Korea, `2026-11-22` once complete. */
  readonly from: string;
  readonly to: string;
};

export const EVERYTHING: AccessForm = { person: null, operator: null, action: null, from: '', to: '' };

/** Who saw a person: everybody for whom something opened their positions, in any incident. */
export const whoSaw = (person: PersonId): AccessForm => ({ ...EVERYTHING, person, action: 'seen' });

/** What is asked of the server. A day that is not typed to its end bounds nothing yet. */
export const filterOf = ({ person, operator, action, from, to }: AccessForm): AccessFilter => {
  const [from_ms, end_ms] = [startOfDay(from), endOfDay(to)];
  return {
    person: person ?? undefined,
    operator: operator ?? undefined,
    action: action ?? undefined,
    from_ms: from_ms ?? undefined,
    to_ms: end_ms === null ? undefined : end_ms - 1,
  };
};
