import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useSession } from '../../stores/session.ts';
import { soundingKey } from './model.ts';

const permission = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

/**
 * Shows one desktop notification for each sounding, where the shell does not do so itself. Its text holds a code, never a
 * name or a place: it may be seen on a locked screen. `ask` is null where there is nothing to ask.
 */
export const useNotifications = (incidents: readonly Incident[]): { readonly ask: (() => void) | null } => {
  const { t } = useTranslation('common');
  const here = useSession((state) => state.shell?.nativeNotifications === false);
  const [granted, setGranted] = useState(permission);
  const shown = useRef<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const keys = new Set(incidents.map(soundingKey));
    const fresh = incidents.filter((incident) => !shown.current.has(soundingKey(incident)));
    shown.current = keys;
    if (!here || granted !== 'granted' || document.hasFocus()) return;
    for (const { id, code } of fresh) {
      const options = { body: t('alarm.notificationBody'), tag: id, requireInteraction: code === 0 };
      const notification = new Notification(t('alarm.notificationTitle', { code }), options);
      notification.onclick = () => window.focus();
    }
  }, [incidents, here, granted, t]);

  const ask = (): void => void Notification.requestPermission().then(setGranted);
  return { ask: here && granted === 'default' ? ask : null };
};
