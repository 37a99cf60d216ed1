// @vitest-environment jsdom
import { act } from 'react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Desk } from '../../../renderer/app/Desk.tsx';
import { LockScreen } from '../../../renderer/features/lock/index.ts';
import { anAlert, raised } from '../../builders/entries.ts';
import { stubAudio, stubOutputs } from '../../builders/fakeAudio.ts';
import type { FakeAudio } from '../../builders/fakeAudio.ts';
import { alertId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { at } from '../../builders/times.ts';

/** What throws when it is drawn. */
const broken = vi.hoisted(() => new Set<string>());
const throwing = vi.hoisted(() => (name: string, draw: (props: object) => ReactNode) => (props: object) => {
  if (broken.has(name)) throw new TypeError('poisoned');
  return draw(props);
});
/** A part as it is, until it is broken. */
const planted = vi.hoisted(() => (name: string) => async (load: () => Promise<object>): Promise<object> => {
  const whole = await load();
  const part: unknown = Reflect.get(whole, name);
  if (typeof part !== 'function') throw new Error(`${name} is no part of the page`);
  return { ...whole, [name]: throwing(name, part as (props: object) => ReactNode) }; // a component of the page
});
vi.mock('../../../renderer/features/top-bar/ClockBar.tsx', planted('ClockBar'));
vi.mock('../../../renderer/features/top-bar/LinkStatus.tsx', planted('LinkStatus'));
vi.mock('../../../renderer/features/alarm/AlarmWords.tsx', planted('AlarmWords'));
vi.mock('../../../renderer/features/alarm/useAlarm.ts', planted('useAlarm'));
vi.mock('../../../renderer/features/incident/IncidentPanel.tsx', planted('IncidentPanel'));
vi.mock('../../../renderer/features/queue/Announcer.tsx', planted('Announcer'));
vi.mock('../../../renderer/app/outbox/OutboxBar.tsx', planted('OutboxBar'));
vi.mock('../../../renderer/map/DispatchMap.tsx', () => ({ DispatchMap: throwing('DispatchMap', () => <i>map</i>) }));
vi.mock('../../../renderer/features/queue/Pair.tsx', async (load: () => Promise<object>) => ({
  ...(await load()),
  Pair: throwing('Pair', (props) => {
    if (broken.has(JSON.stringify(props).includes('"id":"first"') ? 'row of first' : 'no row'))
      throw new TypeError('poisoned');
    return <b>pair</b>;
  }),
}));

withPages();
let audio: FakeAudio;
beforeEach(() => {
  vi.useFakeTimers({ now: at(60) });
  // React tells the console of what it has caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  audio = stubAudio({ blocked: false });
  stubOutputs(1);
});
afterEach(() => {
  broken.clear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const open = async (content: ReactNode) => {
  const page = await openPage(content);
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await wait(2000);
  const before = audio.started.length;
  page.hear([
    ...raised(anAlert({ alertId: alertId('A-first'), code: 0 }), 'first', 'ORD-first', at(1)),
    ...raised(anAlert({ alertId: alertId('A-second'), code: 1 }), 'second', 'ORD-second', at(2)),
  ]);
  await wait(1000);
  return {
    ...page,
    wait,
    rings: () => [document.documentElement.dataset['alarm'], audio.started.length > before],
    rows: () =>
      [...page.container.querySelectorAll('[aria-label="진행 중인 사건"] [data-incident]')].map((row) =>
        row.getAttribute('data-incident'),
      ),
    said: () => page.container.textContent.match(/그릴 수 없습니다|오류가 발생했습니다/g)?.length ?? 0,
  };
};

describe('a part of the page that throws', () => {
  test('is none while all is well', async () => {
    const page = await open(<Desk />);
    expect([page.rings(), page.rows(), page.said()]).toEqual([['0', true], ['first', 'second'], 0]);
  });

  test.each([
    'ClockBar',
    'LinkStatus',
    'AlarmWords',
    'IncidentPanel',
    'Announcer',
    'DispatchMap',
    'OutboxBar',
    'row of first',
  ])('%s: the alarm rings, the queue stands, and that it is gone is said', async (part) => {
    broken.add(part);
    const page = await open(<Desk />);
    expect([page.rings(), page.rows(), page.said()]).toEqual([['0', true], ['first', 'second'], 1]);
  });

  test('that sounds the alarms makes this desk count for none', async () => {
    broken.add('useAlarm');
    const page = await open(<Desk />);
    expect(page.container.querySelector('[data-testid="sound-off"]')?.getAttribute('data-why')).toBe('broken');
  });

  test('is drawn again by itself once it can be', async () => {
    broken.add('ClockBar').add('row of first');
    const page = await open(<Desk />);
    expect(page.said()).toBe(2);
    broken.clear();
    await page.wait(6000);
    expect([page.said(), page.rows()]).toEqual([0, ['first', 'second']]);
  });

  test('on a locked screen leaves the alarm ringing', async () => {
    broken.add('ClockBar').add('AlarmWords');
    const page = await open(<LockScreen />);
    expect([page.rings(), page.said()]).toEqual([['0', true], 2]);
  });
});
