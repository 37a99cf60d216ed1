import type { ConsoleProcess } from '../../console/console.ts';
import { alarmText, createAlarmWatch } from './alarm.ts';
import type { Electron } from './facade.ts';
import type { Windows } from './windows.ts';

type NotificationOptions = {
  readonly electron: Electron;
  readonly console: Pick<ConsoleProcess, 'onAny' | 'snapshot' | 'entriesSince'>;
  readonly windows: Windows;
};

/** Shows a native notification when an incident begins to sound and nobody looks at the console; a click brings it up. */
export const watchAlarms = ({ electron, console: jikim, windows }: NotificationOptions): (() => void) => {
  const watch = createAlarmWatch();
  return jikim.onAny((name) => {
    if (name === 'recordReset') watch.reset();
    if (name !== 'recordReset' && name !== 'entries') return;
    // From the journal, not from the event: after a reset the journal may hold entries that no event will carry.
    for (let page = jikim.entriesSince(watch.head()); page.length > 0; page = jikim.entriesSince(watch.head())) {
      watch.fold(page);
    }
    const code = watch.due();
    if (code === null || windows.shown().some((window) => window.isFocused())) return;
    electron.notify(alarmText(jikim.snapshot().settings.locale, code), windows.bringUp);
  });
};
