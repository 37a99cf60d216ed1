import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** While this console can keep nothing: what it is told is shown and rings, and what is ordered here is refused. */
export const DiskBar = () => {
  const { t } = useTranslation('common');
  const since_ms = useSession((state) => state.link?.diskFailingSince_ms ?? null);
  const said = { title: t('diskBar.title'), explained: t('diskBar.explained') };
  return <SinceBar name="disk-bar" icon={HardDrive} since_ms={since_ms} clock="console" {...said} />;
};
