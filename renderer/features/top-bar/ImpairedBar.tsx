import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** Something of the server fails for this desk: what is shown here is incomplete, and must not be taken for all there is. */
export const ImpairedBar = () => {
  const { t } = useTranslation('common');
  const impaired = useSession((state) => state.impaired);
  const parts = impaired.map(({ part }) => t(`impairedBar.part.${part}`)).join(', ');
  const since_ms = impaired.length === 0 ? null : Math.min(...impaired.map((one) => one.since_ms));
  // The spill file serves the access log alone: without it the picture is whole.
  const isWhole = impaired.length > 0 && impaired.every(({ part }) => part === 'spill');
  const said = isWhole
    ? { title: t('impairedBar.spill.title'), explained: t('impairedBar.spill.explained') }
    : { title: t('impairedBar.title', { parts }), explained: t('impairedBar.explained') };
  return <SinceBar name="impaired-bar" icon={TriangleAlert} since_ms={since_ms} clock="server" {...said} />;
};
