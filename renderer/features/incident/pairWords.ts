import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { Register } from '../../lib/orderPeople.ts';
import type { Words } from '../../lib/words.ts';

/** The two people of another incident, as the queue names it. */
export const pairWords = ({ t }: Words, incident: Incident, register: Register): string => {
  const { offender, victim } = peopleOf(incident, leadAlert(incident), register);
  const unknown = t('queue.unknownPerson');
  return t('queue.pair', { offender: offender?.name ?? unknown, victim: victim?.name ?? unknown });
};
