import { BellOff, Shield, ShieldCheck, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../lib/format.ts';
import { useSession } from '../../stores/session.ts';

type Props = {
  /** Incidents that were quieted for a while: nothing runs beside them, and not all is calm. */
  readonly shelved: number;
};

/** An empty queue: calm while the feed is up and somebody is watched over, and honest where it is not so. */
export const Calm = ({ shelved }: Props) => {
  const { t } = useTranslation('dispatch');
  const link = useSession((state) => state.link);
  const hasOrders = useSession((state) => state.directory?.orders.length !== 0);
  if (link === null || link.status !== 'up')
    return <EmptyState icon={<Unplug aria-hidden />} title={t('queue.linkDown')} />;
  if (!link.caughtUp) return <EmptyState title={t('queue.catchingUp')} />;
  if (shelved > 0) return <EmptyState icon={<BellOff aria-hidden />} title={t('queue.onlyShelved', { n: shelved })} />;
  if (!hasOrders)
    return <EmptyState icon={<Shield aria-hidden />} title={t('queue.noOrders')} detail={t('queue.noOrdersHint')} />;
  return (
    <EmptyState
      icon={<ShieldCheck aria-hidden />}
      title={t('queue.empty')}
      detail={t('queue.linkUpSince', { time: formatTime(link.since_ms) })}
    />
  );
};
