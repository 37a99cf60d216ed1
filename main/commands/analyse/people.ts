import { PersonId } from '../../../shared/domain/ids.ts';
import type { PersonRole } from '../../../shared/domain/orders.ts';

/** The two people of an analysis, by the names the order's file gives them. */
export const PEOPLE: Readonly<Record<PersonRole, PersonId>> = {
  offender: PersonId.parse('offender'),
  victim: PersonId.parse('victim'),
};
