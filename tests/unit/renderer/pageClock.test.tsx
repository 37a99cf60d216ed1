// @vitest-environment jsdom
import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { ClockBar, MachineClockBar } from '../../../renderer/features/top-bar/index.ts';
import { consoleNow, setByConsole } from '../../../renderer/lib/pageClock.ts';
import { applySnapshot, resetSession } from '../../../renderer/stores/session.ts';
import { tellOfTouches } from '../../../renderer/stores/touches.ts';
import { aDirectory } from '../../builders/directory.ts';
import { aLink, aSnapshot } from '../../builders/snapshot.ts';
import { T0 } from '../../builders/times.ts';

const HOUR_MS = 3_600_000;
const realNow = Date.now;
const step = (by_ms: number): void => void vi.spyOn(Date, 'now').mockImplementation(() => realNow() + by_ms);

let root: ReturnType<typeof createRoot>;
const container = document.body.appendChild(document.createElement('div'));
const show = (page: ReactNode): Promise<void> => act(async () => root.render(page));
const shown = (name: string): string | null => container.querySelector(`[data-testid="${name}"]`)?.textContent ?? null;

beforeEach(() => {
  startI18n();
  resetSession();
  root = createRoot(container);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await act(async () => root.unmount());
});

test.each([HOUR_MS, -HOUR_MS])(
  'the page goes by the console’s time, whatever its machine is set to: %d ms',
  (by_ms) => {
    setByConsole(T0);
    step(by_ms);
    expect(Math.abs(consoleNow() - T0)).toBeLessThan(2000);
  },
);

test('a touch is told on after the machine was set back', () => {
  const call = vi.fn(() => Promise.resolve(null));
  const passed = vi.spyOn(performance, 'now').mockReturnValue(1_000_000);
  const stop = tellOfTouches({ call } as never, window); // only `call` is used
  window.dispatchEvent(new Event('keydown'));
  step(-HOUR_MS);
  passed.mockReturnValue(1_011_000);
  window.dispatchEvent(new Event('keydown'));
  expect(call).toHaveBeenCalledTimes(2);
  stop();
});

test('a fault of the server’s clock is said on the desk with its size, and is gone with it', async () => {
  const fault = { state: 'fault', since_ms: T0, offset_s: -600 } as const;
  applySnapshot(aSnapshot({ link: aLink({ clock: fault }) }));
  await show(<ClockBar />);
  expect(shown('clock-bar')).toMatch(/10분.*늦/);
  await act(async () => applySnapshot(aSnapshot({ link: aLink({ clock: { state: 'unjudged' } }) })));
  expect(shown('clock-bar')).toBeNull();
});

test.each([
  [4900, null],
  [-5100, /5초 늦/],
  [HOUR_MS, /빠릅/],
])('the desk says that its own machine’s clock is off by %d ms', async (machineClockOff_ms, said) => {
  applySnapshot(aSnapshot({ directory: aDirectory(), link: aLink({ machineClockOff_ms }) }));
  await show(<MachineClockBar />);
  if (said === null) expect(shown('machine-clock-bar')).toBeNull();
  else expect(shown('machine-clock-bar')).toMatch(said);
});
