// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Queue } from '../../../renderer/features/queue/index.ts';
import type * as Model from '../../../renderer/features/queue/model.ts';
import { sessionStore } from '../../../renderer/stores/session.ts';
import { anAlert, raised } from '../../builders/entries.ts';
import { alertId, personId } from '../../builders/ids.ts';
import { at } from '../../builders/times.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import type { Steps } from '../../builders/page.tsx';

vi.mock('../../../renderer/features/queue/model.ts', async (original) => {
  const real = await original<typeof Model>();
  const queueRow: typeof real.queueRow = (incident, ...rest) => {
    if (incident.id === 'broken') throw new Error('it cannot be made');
    return real.queueRow(incident, ...rest);
  };
  return { ...real, queueRow };
});

withPages();
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = async () => {
  const page = await openPage(<Queue />);
  const { container } = page;
  const idsIn = (selector: string): readonly (string | null)[] =>
    [...container.querySelectorAll(`${selector} [data-incident]`)].map((row) => row.getAttribute('data-incident'));
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await wait(0);
  return {
    hear: (...steps: Steps) => page.hear(steps),
    list: () => idsIn('[aria-label="진행 중인 사건"]'),
    lane: () => idsIn('[aria-label="긴급호출 사건"]'),
    aside: () => container.querySelector('[aria-label="새로 들어온 사건"]')?.textContent ?? null,
    /** What the row that stands in this place of the list is about. */
    press: (place: number) =>
      act(() => container.querySelectorAll<HTMLElement>('[aria-label="진행 중인 사건"] button')[place]?.click()),
    point: (inside: boolean) =>
      act(() => {
        const type = inside ? 'pointerenter' : 'pointerleave';
        const queue = container.firstElementChild;
        queue?.dispatchEvent(new MouseEvent(type, { bubbles: true, relatedTarget: inside ? null : document.body }));
      }),
    key: () => page.press('KeyN'),
    wait,
  };
};

const incident = (id: string, code: 0 | 1 | 2, at_s: number) =>
  raised(anAlert({ alertId: alertId(`A-${id}`), code }), id, `ORD-${id}`, at(at_s));

test('L12: a Code 0 that comes under the pointer moves no row; it stands at the side at once, and takes its place afterwards', async () => {
  const page = await open();
  page.hear(...incident('one', 1, 0), ...incident('two', 1, 1));
  expect(page.list()).toEqual(['one', 'two']);
  page.point(true);
  page.hear(...incident('zero', 0, 5));
  page.hear(...incident('later', 1, 6));
  expect(page.list()).toEqual(['one', 'two']);
  expect(page.aside()).toMatch(/^신규 2건최고 코드 0/);
  page.press(0);
  expect(sessionStore.getState().selectedIncident, 'the press acts on what it was aimed at').toBe('one');
  await page.wait(60_000);
  expect(page.list(), 'for as long as the pointer stays').toEqual(['one', 'two']);
  page.point(false);
  expect(page.list()).toEqual(['zero', 'one', 'two', 'later']);
  expect(page.aside()).toBeNull();
  expect(sessionStore.getState().selectedIncident).toBe('one');
});

test('L12: within 2 s of a key nothing moves, and nothing new is selected for the next key', async () => {
  const page = await open();
  page.hear(...incident('one', 2, 0));
  page.key();
  page.hear(...incident('zero', 0, 5));
  expect(page.list()).toEqual(['one']);
  await page.wait(1900);
  expect(page.list()).toEqual(['one']);
  await page.wait(200);
  expect(page.list()).toEqual(['zero', 'one']);
  expect(sessionStore.getState().selectedIncident).toBe('one');
});

test('L12: an incident that comes right after a key into an empty queue is shown, and not what the next key acts on', async () => {
  const page = await open();
  page.key();
  page.hear(...incident('one', 0, 0));
  expect(page.list()).toEqual(['one']);
  expect(sessionStore.getState().selectedIncident).toBeNull();
  await page.wait(2100);
  expect(sessionStore.getState().selectedIncident).toBe('one');
});

test('SOS: a pressed button has a lane above the queue, and is told at the side while the queue is pointed at', async () => {
  const page = await open();
  page.hear(...incident('one', 0, 0), ...incident('two', 1, 1));
  const sos = anAlert({
    alertId: alertId('A-sos'),
    rule: { type: 'sos', person: personId('V1') },
    level: 'sos',
    certainty: 'confirmed',
    code: 0,
    cause: 'button',
    separation: null,
  });
  page.point(true);
  page.hear({ body: { kind: 'alert.raised', alert: sos }, incident: 'two', at_ms: at(9) });
  expect(page.list()).toEqual(['one', 'two']);
  expect(page.aside()).toMatch(/^상승 1건최고 코드 0/);
  page.point(false);
  expect([page.lane(), page.list()]).toEqual([['two'], ['one']]);
});

test('a newcomer whose row cannot be made hides no other: its code stands in its place, and leads to it', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const page = await open();
  page.hear(...incident('one', 1, 0));
  page.point(true);
  page.hear(...incident('zero', 0, 5));
  page.hear(...incident('broken', 1, 6));
  expect(page.aside()).toMatch(/^신규 2건최고 코드 0/);
  const rows = [...document.querySelectorAll<HTMLElement>('[aria-label="새로 들어온 사건"] [data-incident]')];
  expect(rows.map((row) => row.dataset['incident'])).toEqual(['zero', 'broken']);
  expect(rows[1]?.textContent).toContain('코드 1');
  act(() => rows[1]?.click());
  expect(sessionStore.getState().selectedIncident).toBe('broken');
  vi.restoreAllMocks();
});
