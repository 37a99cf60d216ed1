import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { DeskState, GoneDesk } from '../../../shared/domain/incidents/attendance.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, Taking, World } from '../../../shared/domain/incidents/state.ts';
import type { DeskStates } from '../../../shared/protocol/messages.ts';

/** Who has an incident, as this operator sees it. */
export type Holder =
  | { readonly whose: 'nobody' }
  /** `left`: it sounded again because this desk was gone, and nobody has worked on it since. */
  | { readonly whose: 'mine'; readonly left: boolean }
  | ({ readonly whose: 'other'; readonly operatorId: OperatorId } & DeskState);

/** How an operator's desk is found, as far as the server has told; one it has said nothing of is taken to be attended. */
const deskOf = (desks: DeskStates, operator: OperatorId): DeskState =>
  desks.find(({ operatorId }) => operatorId === operator) ?? { desk: 'attended', sounds: true };

export const holderOf = ({ claim }: Incident, me: OperatorId | null, desks: DeskStates): Holder => {
  if (claim === null) return { whose: 'nobody' };
  const { operatorId, left } = claim;
  if (operatorId === me) return { whose: 'mine', left: left !== null };
  const { desk, sounds } = deskOf(desks, operatorId);
  return { whose: 'other', operatorId, desk, sounds };
};

/** The takings of an incident that owe a reason, oldest first. */
export const owed = ({ takings }: Incident): readonly Taking[] => takings.filter(({ owesReason }) => owesReason);

/** What happened to an incident that this operator had. */
export type Loss = { readonly key: string; readonly incident: Incident } & (
  | { readonly kind: 'taken'; readonly taking: Taking }
  | { readonly kind: 'left'; readonly at_ms: number; readonly desk: GoneDesk }
);

/** Running incidents that somebody took over from this operator, or that sound again because this operator's desk was gone. */
export const lossesOf = ({ incidents }: World, me: OperatorId): readonly Loss[] =>
  [...incidents.values()].filter(isRunning).flatMap((incident): readonly Loss[] => {
    const { id, claim } = incident;
    if (claim === null) return [];
    if (claim.operatorId === me)
      return claim.left === null
        ? []
        : [
            {
              kind: 'left',
              key: `${id} left ${claim.left.at_ms}`,
              incident,
              at_ms: claim.left.at_ms,
              desk: claim.left.desk,
            },
          ];
    const taking = incident.takings.at(-1);
    return taking === undefined || taking.from !== me
      ? []
      : [{ kind: 'taken', key: `${id} taken ${taking.at_ms}`, incident, taking }];
  });
