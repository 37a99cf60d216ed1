import { Database } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** While the monitoring server can record nothing, as its heartbeat says: alarms ring all the same, and nothing may be taken for recorded. */
export const ServerStoreBar = () => {
  const { t } = useTranslation('common');
  const store = useSession((state) => state.link?.serverStore ?? null);
  const refusing = store?.state === 'refusing' ? store : null;
  const count = refusing === null || refusing.waiting === 0 ? undefined : refusing.waiting;
  return (
    <SinceBar
      name="server-store-bar"
      icon={Database}
      since_ms={refusing?.since_ms ?? null}
      clock="server"
      title={t('serverStoreBar.title')}
      count={count === undefined ? undefined : t('serverStoreBar.waiting', { count })}
      explained={t('serverStoreBar.explained')}
    />
  );
};
