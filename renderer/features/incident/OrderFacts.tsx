import type { OrderSummary } from '../../../shared/domain/orders.ts';
import { formatDate, formatDateTime, formatDistance } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import styles from './incident.module.css';

/** The court's order as it stands: without it there is nothing to monitor. */
export const OrderFacts = ({ order }: { readonly order: OrderSummary }) => {
  const { t, common } = useWords();
  const metres = (value_m: number): string => formatDistance(common, value_m);
  const { warning_m, alert_m, contact_m } = order.limits;
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
        {t('panel.orderLimitsValue', {
          warning: metres(warning_m),
          alert: metres(alert_m),
          contact: metres(contact_m),
        })}
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
