import { randomBytes } from 'node:crypto';
import { GuidanceId, HoldId, IncidentId, LeaseId, OutageId } from '../../../shared/domain/ids.ts';

/** An id that nobody can guess and that is never given out twice. It begins with the prefix. */
export const randomId = (prefix: string): string =>
  `${prefix}-${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** Makes the ids of what an operator's command or an alert brings about. */
export const createNewIds = (newId: (prefix: string) => string) => ({
  incident: (): IncidentId => IncidentId.parse(newId('inc')),
  lease: (): LeaseId => LeaseId.parse(newId('lease')),
  hold: (): HoldId => HoldId.parse(newId('hold')),
  outage: (): OutageId => OutageId.parse(newId('outage')),
  guidance: (): GuidanceId => GuidanceId.parse(newId('guide')),
});
