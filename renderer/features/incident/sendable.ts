import type { DraftPart } from '../../../shared/api/drafts.ts';
import type { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import { isShelvable } from '../../../shared/domain/incidents/shelving.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { mayBreakGlass } from './positions.ts';
import type { PositionAccess } from './positions.ts';

type Asked = {
  readonly me: OperatorId | null;
  /** Those of the incident's order. */
  readonly victims: readonly PersonId[];
  readonly access: PositionAccess;
};

/**
 * Whether what was begun at an incident could be sent as the incident stands now. A rise ends shelving, and opens what a glass was to be broken for:
 * a row that went on telling of such a draft would lead to nothing.
 */
export const isSendable = (part: DraftPart, incident: Incident, { me, victims, access }: Asked): boolean => {
  switch (part) {
    case 'note':
    case 'call':
    case 'message':
      return incident.status !== 'closed';
    case 'cause':
      return isRunning(incident);
    case 'shelving':
      return isShelvable(incident, victims);
    case 'break-glass':
      return mayBreakGlass(incident, access);
    case 'taking':
      return incident.status !== 'closed' && incident.takings.some(({ by, owesReason }) => owesReason && by === me);
    case 'reopen':
    case 'review':
      return incident.status === 'resolved';
    case 'hold':
    case 'viewing':
      return incident.positionsExist;
    case 'export':
      return !isRunning(incident);
    default:
      // The rest name what they are about: a hold that is to end, or an entry that is to be corrected.
      return part.startsWith('release:') ? [...incident.holds.keys()].some((hold) => part === `release:${hold}`) : true;
  }
};
