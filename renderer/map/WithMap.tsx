import { MapIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../stores/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

/** A map, or the words that this console was started without one; then nothing of the engine is even loaded. */
export const WithMap = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('common');
  const isOn = useSession((state) => state.shell?.map !== false);
  if (isOn) return children;
  return <EmptyState icon={<MapIcon aria-hidden />} title={t('mapOff.title')} detail={t('mapOff.detail')} />;
};
