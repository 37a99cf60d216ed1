import { ClockAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../lib/format.ts';
import { useSession } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** While the clock of the server's machine is found wrong: nobody may go by the times it shows elsewhere, and somebody has to set it. */
export const ClockBar = () => {
  const { t } = useTranslation('common');
  const clock = useSession((state) => state.link?.clock ?? null);
  const fault = clock?.state === 'fault' ? clock : null;
  const offset_s = fault?.offset_s ?? 0;
  const offset = formatDuration(t, Math.abs(offset_s));
  return (
    <SinceBar
      name="clock-bar"
      icon={ClockAlert}
      since_ms={fault?.since_ms ?? null}
      clock="server"
      title={t(offset_s < 0 ? 'clockBar.behind' : 'clockBar.ahead', { offset })}
      explained={t('clockBar.explained')}
    />
  );
};
