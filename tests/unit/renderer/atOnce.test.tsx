// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { Alarm } from '../../../renderer/features/alarm/index.ts';
import { openSound } from '../../../renderer/features/alarm/sound.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { anAlert, acknowledged, raised } from '../../builders/entries.ts';
import { stubAudio } from '../../builders/fakeAudio.ts';
import { fakeFrames } from '../../builders/frames.ts';
import { alertId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';
import { at } from '../../builders/times.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

const answered = (id: string): Steps => [
  ...raised(anAlert({ alertId: alertId(`A-${id}`), level: 'warning', code: 2 }), id, `ORD-${id}`),
  acknowledged(id),
];

test.each([
  [
    'a new Code 0',
    raised(anAlert({ alertId: alertId('A-zero'), level: 'contact', code: 0 }), 'zero', 'ORD-zero', at(9)),
  ],
  [
    'a rise to Code 0',
    [
      {
        body: {
          kind: 'alert.level',
          alert: anAlert({ alertId: alertId('A-one'), level: 'contact', code: 0 }),
          rose: true,
        },
        ...{ incident: 'one', at_ms: at(9) },
      },
    ],
  ],
] satisfies readonly (readonly [string, Steps])[])(
  'L12: banner, tone and code of %s are there with the very next picture while the list is pointed at',
  async (_what, steps) => {
    const audio = stubAudio({ blocked: false });
    const { frames, draw } = fakeFrames();
    const close = openSound();
    const page = await openPage(
      <>
        <Alarm />
        <Queue />
      </>,
      { frames },
    );
    const picture = (): void => act(draw);
    await act(async () => picture());
    page.hear([...answered('one'), ...answered('two')]);
    picture();
    const places = (): readonly (string | null)[] =>
      [...page.container.querySelectorAll('[aria-label="진행 중인 사건"] [data-incident]')].map((row) =>
        row.getAttribute('data-incident'),
      );
    const before = places();
    expect(before).toHaveLength(2);
    act(() => {
      const queue = page.container.querySelector('[aria-label="진행 중인 사건"]')?.closest('section')?.parentElement;
      queue?.dispatchEvent(new MouseEvent('pointerenter', { bubbles: true, relatedTarget: document.body }));
    });
    const notes = audio.started.length;

    page.hear(steps);
    expect([document.documentElement.dataset['alarm'], audio.started.length]).toEqual(['none', notes]);
    picture();
    expect(document.documentElement.dataset['alarm']).toBe('0');
    expect(page.container.querySelector('button[data-code="0"]')?.textContent).toContain('미확인 경보');
    expect(page.container.querySelector('section[aria-label="새로 들어온 사건"]')?.getAttribute('data-code')).toBe('0');
    expect(audio.started.length).toBeGreaterThan(notes);
    expect(audio.started[notes]?.start_s).toBe(0);
    expect(places(), 'the rows stay where they are').toEqual(before);
    close();
  },
);
