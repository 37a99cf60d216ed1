import type { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { LeaseDesk } from '../leases/desk.ts';
import type { Advised } from '../ports/desks.ts';
import type { Adviser } from './advice.ts';

/** Incidents whose advice an operator may see: those where the place of the victim it is about is open to them. */
export const createAdvisedFor =
  (desk: Pick<LeaseDesk, 'visibleTo' | 'advisedFor'>, adviser: Pick<Adviser, 'victimOf' | 'offenderOf'>) =>
  (operator: OperatorId): readonly Advised[] => {
    const visible = desk.visibleTo(operator);
    const sees = (person: PersonId | null): boolean => person !== null && visible.has(person);
    return desk
      .advisedFor(operator)
      .filter((incidentId) => sees(adviser.victimOf(incidentId)))
      .map((incidentId) => ({ incidentId, seesOffender: sees(adviser.offenderOf(incidentId)) }));
  };
