// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '../../../../../renderer/app/i18n/index.ts';
import { Detail } from '../../../../../renderer/features/supervisor/Detail.tsx';
import { changed, createReplayClock, playbackOf } from '../../../../../renderer/features/supervisor/replayClock.ts';
import { formatTime } from '../../../../../renderer/lib/format.ts';
import { appendEntries, resetRecord } from '../../../../../renderer/stores/record.ts';
import { resetSession, sessionStore } from '../../../../../renderer/stores/session.ts';
import {
  T0,
  acknowledged,
  alerted,
  directory,
  entriesOf,
  incidentOf,
  measured,
  raised,
  resolved,
  worldOf,
} from '../builders.ts';

const deleted = { at_s: 90, body: { kind: 'positions.deleted', count: 4 } } as const;
const STEPS = [
  raised,
  alerted(),
  measured(10, 800),
  measured(20, 700),
  acknowledged(25),
  measured(30, 600),
  measured(40, 500),
  resolved(80),
  deleted,
];

const stops: (() => void)[] = [];
const scrolled: string[] = [];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = (): void => undefined;
      unobserve = (): void => undefined;
      disconnect = (): void => undefined;
    },
  );
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    run();
    return 0;
  });
  scrolled.length = 0;
  Element.prototype.scrollIntoView = function scrollIntoView(this: Element) {
    scrolled.push(this.getAttribute('data-line') ?? '');
  };
  resetRecord();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

/** An incident under review whose positions are gone: its replay is the distances over time. */
const open = async () => {
  sessionStore.setState({ directory });
  appendEntries(entriesOf(STEPS));
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(<Detail incident={incidentOf(worldOf(STEPS))} onWhoSaw={() => undefined} />);
    await Promise.resolve();
  });
  const record = container.querySelector<HTMLElement>('[role=log]');
  const line = (kind: string) => record?.querySelector<HTMLElement>(`[data-kind="${kind}"]`) ?? null;
  return {
    record,
    line,
    clock: () => container.querySelector('[class*=scrubber] time')?.textContent,
    thumb: () => container.querySelector<HTMLElement>('[role=slider]'),
    marked: () => [...container.querySelectorAll('[aria-current]')].map((it) => it.getAttribute('data-kind')),
    press: (on: HTMLElement | null, key: string) =>
      act(() => on?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))),
  };
};

describe('E4: replay and record in step', () => {
  it('a click on a line takes the replay to its time and marks the line', async () => {
    const page = await open();
    expect(page.marked()).toEqual([]);
    await act(async () => page.line('incident.acknowledged')?.click());
    expect(page.clock()).toBe(formatTime(T0 + 25_000));
    expect(page.marked()).toEqual(['incident.acknowledged']);
  });

  it('moving the replay marks the line it has come to and brings it into sight', async () => {
    const page = await open();
    await act(async () => page.line('incident.acknowledged')?.click());
    scrolled.length = 0;
    await page.press(page.thumb(), 'End');
    expect(page.clock()).toBe(formatTime(T0 + 40_000));
    expect(page.marked()).toEqual(['distance.measured']);
    expect(scrolled).toEqual(['d6']);
  });

  it('a line outside of what can be replayed is marked itself, with the replay at the nearer end', async () => {
    const page = await open();
    await act(async () => page.line('incident.resolved')?.click());
    expect(page.clock()).toBe(formatTime(T0 + 40_000));
    expect(page.marked()).toEqual(['incident.resolved']);
  });

  it('the arrow keys step from line to line, and the replay with them', async () => {
    const page = await open();
    await page.press(page.record, 'ArrowDown');
    expect(page.marked()).toEqual(['incident.raised']);
    await page.press(page.record, 'ArrowDown');
    await page.press(page.record, 'ArrowDown');
    await page.press(page.record, 'ArrowDown');
    expect(page.marked()).toEqual(['incident.acknowledged']);
    expect(page.clock()).toBe(formatTime(T0 + 25_000));
    expect(document.activeElement?.getAttribute('data-kind')).toBe('incident.acknowledged');
    await page.press(page.record, 'ArrowUp');
    expect(page.marked()).toEqual(['distance.measured']);
  });
});

describe('the clock of a review', () => {
  const span = { from_ms: T0, to_ms: T0 + 60_000 };

  it('keeps what was sought until the replay moves, also where only the speed changes', () => {
    const clock = createReplayClock();
    clock.seek(T0 + 90_000, 'e7');
    const state = clock.moment.getState();
    const playback = playbackOf(state, span);
    expect(playback.at_ms).toBe(span.to_ms);
    expect(changed(state, playback, { ...playback, speed: 10 })).toEqual({ ...state, speed: 10 });
    expect(changed(state, playback, { ...playback, at_ms: T0 })).toMatchObject({ at_ms: T0, line: null });
  });
});
