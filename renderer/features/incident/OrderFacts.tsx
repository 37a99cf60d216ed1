import type { OrderSummary } from '../../../shared/domain/orders.ts';
import { tiersWithin } from '../../../shared/domain/tiers.ts';
import { formatDate, formatDateTime, formatDistance } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import styles from './incident.module.css';

/** The court's order as it stands: without it there is nothing to monitor. */
export const OrderFacts = ({ order }: { readonly order: OrderSummary }) => {
  const { t, common } = useWords();
  const validity = t('panel.range', { from: formatDate(order.validFrom_ms), to: formatDate(order.validTo_ms) });
  return (
    <dl className={styles['facts']}>
      <dt>{t('panel.orderBasis')}</dt>
      <dd>{order.basis}</dd>
      <dt>{t('panel.orderIssuer')}</dt>
      <dd>{order.issuer}</dd>
      <dt>{t('panel.orderValidity')}</dt>
      <dd>
        {validity}
        {order.revokedAt_ms !== null && ` (${t('panel.orderRevoked', { time: formatDateTime(order.revokedAt_ms) })})`}
      </dd>
      <dt>{t('panel.orderLimits')}</dt>
      <dd>
        {tiersWithin(order.limits)
          .toReversed()
          .map(({ id, limit_m }) => `${t(`word.level.${id}`)} ${formatDistance(common, limit_m)}`)
          .join(' · ')}
      </dd>
      {order.zones.length > 0 && (
        <>
          <dt>{t('panel.orderZones')}</dt>
          <dd>{order.zones.map((zone) => t(`word.zone.${zone.kind}`)).join(', ')}</dd>
        </>
      )}
    </dl>
  );
};
