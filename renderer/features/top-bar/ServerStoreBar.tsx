import { Database } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** While the monitoring server can record nothing: commands wait, and whoever gave them must not take them for done. */
export const ServerStoreBar = () => {
  const { t } = useTranslation('common');
  const since_ms = useSession((state) => state.link?.serverStoreFailingSince_ms ?? null);
  const said = { title: t('serverStoreBar.title'), explained: t('serverStoreBar.explained') };
  return <SinceBar name="server-store-bar" icon={Database} since_ms={since_ms} {...said} />;
};
