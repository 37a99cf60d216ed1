import { useTranslation } from 'react-i18next';
import { peopleUnder } from '../../../shared/domain/orders.ts';
import { personName } from '../../lib/alertWords.ts';
import type { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { formatDateTime, formatDistance, formatTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { useDirectory } from '../../stores/session.ts';
import { useStory } from '../../stores/story.ts';
import { shortFate } from './evidence/fateWords.ts';
import { positionsFate } from './evidence/holds.ts';
import { useAfterExport } from './evidence/useAfterExport.ts';
import access from './access.module.css';
import styles from './supervisor.module.css';

type Props = { readonly incident: Incident; readonly onWhoSaw: (person: PersonId) => void };

export const Summary = ({ incident, onWhoSaw }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const afterExport_s = useAfterExport();
  const nameOf = (id: OperatorId): string => index.operatorById.get(id)?.name ?? id;
  const order = index.orderById.get(incident.orderId)?.order ?? null;
  const story = useStory(incident);
  const fate = positionsFate(incident, story, afterExport_s);
  const { closest, outcome, falseCause, resolvedBy, times } = incident;
  const owing = incident.takings.filter(({ owesReason }) => owesReason).map(({ by }) => nameOf(by));
  return (
    <dl className={styles['summary']}>
      <dt>{t('detail.incident')}</dt>
      <dd>{incident.id}</dd>
      <dt>{t('table.order')}</dt>
      <dd>{order?.number ?? incident.orderId}</dd>
      <dt>{t('detail.people')}</dt>
      <dd className={access['people']}>
        {order === null
          ? '—'
          : peopleUnder(order).map((id) => (
              <button
                key={id}
                type="button"
                className={access['person']}
                title={t('detail.whoSaw')}
                onClick={() => onWhoSaw(id)}
              >
                {personName(words, index, id)}
              </button>
            ))}
      </dd>
      <dt>{t('table.raised')}</dt>
      <dd>{formatDateTime(times.raisedAt_ms)}</dd>
      <dt>{t('detail.closest')}</dt>
      <dd>
        {closest === null
          ? t('detail.closestNone')
          : `${formatDistance(words.common, closest.separation.distance_m)} · ${formatTime(closest.at_ms)}`}
      </dd>
      <dt>{t('detail.positions')}</dt>
      <dd>{shortFate(t, fate, incident.status === 'closed')}</dd>
      <dt>{t('detail.outcome')}</dt>
      <dd>
        {outcome === null ? '—' : words.t(`word.outcome.${outcome}`)}
        {falseCause !== null && ` (${words.t(`word.falseCause.${falseCause}`)})`}
      </dd>
      <dt>{t('detail.resolvedBy')}</dt>
      <dd>{resolvedBy === null ? '—' : nameOf(resolvedBy)}</dd>
      <dt>{t('detail.workers')}</dt>
      <dd>{incident.workers.length === 0 ? '—' : incident.workers.map(nameOf).join(', ')}</dd>
      <dt>{t('detail.holder')}</dt>
      <dd>
        {incident.claim === null ? '—' : nameOf(incident.claim.operatorId)}
        {owing.length > 0 && <strong> · {t('detail.reasonOwed', { names: owing.join(', ') })}</strong>}
      </dd>
    </dl>
  );
};
