import type { Locale } from '../../../shared/api/contract.ts';
import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { ConsoleProcess } from '../../console/console.ts';
import type { Electron } from './facade.ts';
import type { Windows } from './windows.ts';

/** Says nothing but the code: a notification shows on a locked screen and over a shared one. */
const TEXT: Readonly<Record<Locale, (code: DispatchCode) => { readonly title: string; readonly body: string }>> = {
  ko: (code) => ({ title: `지킴: Code ${code}`, body: '확인하지 않은 경보가 있습니다.' }),
  en: (code) => ({ title: `Jikim: Code ${code}`, body: 'An alert waits to be acknowledged.' }),
};

type AttentionOptions = {
  readonly electron: Electron;
  readonly console: Pick<ConsoleProcess, 'alarms' | 'snapshot'>;
  readonly windows: Windows;
};

/**
 * Draws somebody to the console while an incident sounds: the number of them on the program's icon and a window that flashes until all
 * are acknowledged, and a notification when one begins to sound and nobody looks at the console. A click on it brings the console up.
 */
export const drawAttention = ({ electron, console: jikim, windows }: AttentionOptions): void => {
  const isLookedAt = (): boolean => windows.shown().some((window) => window.isFocused());
  const flash = (): void => {
    const { sounding } = jikim.alarms.state();
    for (const window of windows.shown()) window.flash(sounding > 0 && !window.isFocused());
  };
  let bounces = false;
  jikim.alarms.onChange(({ sounding, begun }) => {
    electron.setBadge(sounding);
    flash();
    // The dock goes on bouncing until it is told to stop, or somebody comes.
    if (begun !== null || (bounces && sounding === 0)) electron.bounce((bounces = sounding > 0));
    if (begun !== null && !isLookedAt())
      electron.notify(TEXT[jikim.snapshot().settings.locale](begun), windows.bringUp);
  });
  // Whoever looked and left without acknowledging is called back.
  windows.onBlur(flash);
};
