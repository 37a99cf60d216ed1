import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { wasPassedOnLast } from '../../../shared/domain/incidents/soundings.ts';
import { soundingKey } from './model.ts';
import type { RingingIncident } from './model.ts';

const permission = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

/**
 * Shows one desktop notification for each sounding, where the shell does not do so itself. Its text holds a code, never a
 * name or a place: it may be seen on a locked screen. `ask` is null where there is nothing to ask.
 */
export const useNotifications = (ringing: readonly RingingIncident[]): { readonly ask: (() => void) | null } => {
  const { t } = useTranslation('common');
  const here = useSession((state) => state.shell?.nativeNotifications === false);
  const [granted, setGranted] = useState(permission);
  const shown = useRef<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const keys = new Set(ringing.map(soundingKey));
    const fresh = ringing.filter((one) => !shown.current.has(soundingKey(one)));
    shown.current = keys;
    if (!here || granted !== 'granted' || document.hasFocus()) return;
    for (const { incident, ringing: now } of fresh) {
      // What rings anew speaks, whatever older rings with it; passed on, the most urgent does.
      const passedOn = wasPassedOnLast(now);
      const code = passedOn ? now.code : now.newest.code;
      const body = t(
        passedOn
          ? 'alarm.notificationEscalated'
          : now.newest.left === undefined
            ? 'alarm.notificationBody'
            : 'alarm.notificationLeft',
      );
      // The newest takes the place of what was shown of its incident, and is heard again.
      const options = { body, tag: incident.id, renotify: true, requireInteraction: code === 0 };
      const notification = new Notification(t('alarm.notificationTitle', { code }), options);
      notification.onclick = () => window.focus();
    }
  }, [ringing, here, granted, t]);

  const ask = (): void => void Notification.requestPermission().then(setGranted);
  return { ask: here && granted === 'default' ? ask : null };
};
