import { useTranslation } from 'react-i18next';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useSession } from '../../stores/session.ts';
import { incidentOf, returnedOf } from './model.ts';
import { ReturnedRows } from './ReturnedRows.tsx';
import styles from './returned.module.css';

/** What was ordered for this incident and not carried out. */
export const ReturnedHere = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const { t } = useTranslation('common');
  const outbox = useSession((state) => state.outbox);
  const commands = returnedOf(outbox).filter(({ body }) => incidentOf(body) === incidentId);
  if (commands.length === 0) return null;
  return (
    <section className={styles['here']} aria-label={t('returned.here')} data-testid="returned-here">
      <h3>{t('returned.here')}</h3>
      <ReturnedRows commands={commands} withIncident={false} />
    </section>
  );
};
