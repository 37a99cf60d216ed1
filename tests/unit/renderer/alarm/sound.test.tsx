// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startI18n } from '../../../../renderer/app/i18n/index.ts';
import { Alarm, SoundBar } from '../../../../renderer/features/alarm/index.ts';
import { soundOff } from '../../../../renderer/features/alarm/sound.ts';
import { applySnapshot, resetSession, sessionStore } from '../../../../renderer/stores/session.ts';
import { resetRecord } from '../../../../renderer/stores/record.ts';
import type { SoundCheck, SoundOff } from '../../../../shared/api/sound.ts';
import { supervisor, trainer } from '../../../builders/directory.ts';
import { stubAudio, stubOutputs } from '../../../builders/fakeAudio.ts';
import { aSession, aSnapshot } from '../../../builders/snapshot.ts';
import { T0, at } from '../../../builders/times.ts';

const answered = vi.hoisted((): boolean[] => []);
const told = vi.hoisted((): (SoundOff | null)[] => []);
vi.mock('../../../../renderer/stores/actions.ts', () => ({
  answerSoundCheck: (heard: boolean) => {
    answered.push(heard);
    return Promise.resolve();
  },
  tellSound: (off: SoundOff | null) => {
    told.push(off);
    return Promise.resolve();
  },
}));

const heard: SoundCheck = { heard: true, at_ms: T0 };
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers({ now: at(60) });
  answered.length = 0;
  told.length = 0;
  resetRecord();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A signed-in page as it is after a reload; `blocked`: the browser waits for a press. */
const reload = async (
  given: { readonly blocked?: boolean; readonly outputs?: number; readonly check?: SoundCheck | null },
  session = aSession(),
) => {
  const audio = stubAudio({ blocked: given.blocked ?? false });
  const plug = stubOutputs(given.outputs ?? 1);
  const { check: soundCheck = heard } = given;
  applySnapshot(aSnapshot({ session, soundCheck }));
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  const pass = (seconds: number): Promise<void> =>
    act(async () => {
      for (let second = 0; second < seconds; second += 1) {
        audio.pass(1);
        await vi.advanceTimersByTimeAsync(1000);
      }
    });
  await act(async () => {
    root.render(
      <>
        <Alarm />
        <SoundBar />
      </>,
    );
    await Promise.resolve();
  });
  await pass(2);
  return {
    audio,
    pass,
    plug: (outputs: number) => act(() => plug(outputs)),
    bar: (name: string): HTMLElement | null => container.querySelector(`[data-testid="${name}"]`),
    why: () => container.querySelector('[role="alert"] [data-why]')?.getAttribute('data-why') ?? null,
    click: (text: string) =>
      act(() => [...container.querySelectorAll('button')].find((b) => b.textContent === text)?.click()),
  };
};

describe('L14', () => {
  test('after a reload that leaves the sound off a bar says so in words, and goes with one key', async () => {
    const page = await reload({ blocked: true });
    expect(page.bar('sound-off')?.textContent).toContain('소리가 꺼져 있습니다');
    page.audio.allow();
    act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyX' })));
    await page.pass(1);
    expect(page.why()).toBeNull();
  });

  test('one click turns it on', async () => {
    const page = await reload({ blocked: true });
    page.audio.allow();
    page.click('소리 켜기');
    await page.pass(1);
    expect(page.why()).toBeNull();
  });

  test('a machine without a speaker says so until one is plugged in, and again when it is pulled out', async () => {
    const page = await reload({ outputs: 0, check: null });
    expect(page.why()).toBe('no-output');
    expect(page.bar('sound-check')).toBeNull();
    page.plug(1);
    await page.pass(1);
    expect(page.why()).toBeNull();
    page.plug(0);
    await page.pass(1);
    expect(page.why()).toBe('no-output');
  });

  test('a device that breaks down is said, and turning the sound on opens it anew', async () => {
    const page = await reload({});
    act(page.audio.breakDown);
    expect(page.why()).toBe('failed');
    page.click('소리 켜기');
    await page.pass(1);
    expect([page.why(), page.audio.opened()]).toEqual([null, 2]);
  });

  test('where nothing can be known sound counts as off, until somebody has heard the test tone', async () => {
    vi.stubGlobal('AudioContext', undefined);
    expect(
      soundOff({ audio: 'running', output: 'unknown', outputsChangedAt_ms: 0, isBroken: false }, null, false),
    ).toBe('unknown');
    expect(
      soundOff({ audio: 'running', output: 'unknown', outputsChangedAt_ms: 0, isBroken: false }, heard, false),
    ).toBeNull();
    expect(
      soundOff({ audio: 'running', output: 'unknown', outputsChangedAt_ms: at(1), isBroken: false }, heard, false),
    ).toBe('unknown');
    expect(
      soundOff({ audio: 'blocked', output: 'present', outputsChangedAt_ms: 0, isBroken: false }, heard, false),
    ).toBe('blocked');
  });

  test('it is said to a supervisor, at whom escalated alarms ring, and not to a trainer outside an exercise', async () => {
    const review = await reload({ blocked: true }, aSession(supervisor));
    expect(review.why()).toBe('blocked');
    for (const stop of stops.splice(0)) stop();
    const start = await reload({ blocked: true }, aSession(trainer));
    expect(start.why()).toBeNull();
    expect(start.audio.opened()).toBe(0);
  });
});

describe('whether an alarm is heard on this page', () => {
  test('is told to the console process, when it changes and whenever it is asked for', async () => {
    const page = await reload({ blocked: true });
    expect([told.at(-1), page.bar('sound-off')?.textContent]).toEqual([
      'blocked',
      expect.stringContaining('이 자리는 경보를 듣지 못하는 것으로 처리합니다'),
    ]);
    const before = told.length;
    act(() => sessionStore.setState({ soundAsked: { times: 1, muted: false } }));
    expect(told.slice(before)).toEqual(['blocked']);
    page.audio.allow();
    page.click('소리 켜기');
    await page.pass(1);
    expect(told.at(-1)).toBeNull();
    act(() => sessionStore.setState({ soundCheck: { heard: false, at_ms: at(62) } }));
    expect(told.at(-1)).toBe('unheard');
  });

  test('is no where the shell was started without sound, whatever the page knows', async () => {
    const page = await reload({});
    expect([page.why(), told.at(-1)]).toEqual([null, null]);
    act(() => sessionStore.setState({ soundAsked: { times: 1, muted: true } }));
    expect([page.why(), told.at(-1)]).toEqual(['muted', 'muted']);
  });

  test('is not told by a page on which none rings', async () => {
    await reload({ blocked: true }, aSession(trainer));
    expect(told).toEqual([]);
  });
});

describe('the volume check at the start of a shift', () => {
  test('plays the test tone once and asks; the answer goes to the console process', async () => {
    const page = await reload({ check: null });
    expect(page.audio.started.map(({ hertz }) => hertz)).toEqual([262, 330, 392, 523]);
    expect(page.bar('sound-check')?.textContent).toContain('시험음이 들렸습니까?');
    page.click('들림');
    expect(answered).toEqual([true]);
    act(() => sessionStore.setState({ soundCheck: { heard: true, at_ms: at(60) } }));
    expect(page.bar('sound-check')).toBeNull();
  });

  test('put off, it stays on the screen that it was not made', async () => {
    const page = await reload({ check: null });
    page.click('나중에');
    expect(page.bar('sound-check')).toBeNull();
    expect(page.bar('sound-check-put-off')?.textContent).toContain('음량 점검을 하지 않았습니다');
    page.click('지금 점검');
    expect(page.bar('sound-check')).not.toBeNull();
  });

  test('not heard counts as off until it is', async () => {
    const page = await reload({ check: { heard: false, at_ms: T0 } });
    expect(page.why()).toBe('unheard');
    page.click('시험음 재생');
    expect(page.audio.started).toHaveLength(4);
    page.click('들림');
    expect(answered).toEqual([true]);
  });
});
