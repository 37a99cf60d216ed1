// @vitest-environment jsdom
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import type { EscapeOption, LeaseOpened } from '../../../shared/protocol/messages.ts';
import { PlaceId } from '../../../shared/domain/ids.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import { aDirectory, limits } from '../../builders/directory.ts';
import { acknowledged, raised } from '../../builders/entries.ts';
import { incidentId, leaseId, operatorId, personId } from '../../builders/ids.ts';
import { at } from '../../builders/times.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { selectIncident } from '../../../renderer/stores/session.ts';

const sent = vi.hoisted((): string[] => []);
vi.mock('../../../renderer/stores/actions.ts', () => ({
  sendCommand: () => Promise.resolve(true),
  leadTo: (_incident: string, _victim: string, place: string) => {
    sent.push(place);
    return Promise.resolve();
  },
}));

withPages();
beforeEach(() => {
  sent.length = 0;
});

const lease: LeaseOpened = {
  lease: {
    id: leaseId('L1'),
    incidentId: incidentId('I1'),
    subjects: [personId('O1'), personId('V1')],
    purpose: 'alarm',
    holders: [operatorId('dispatcher1')],
    start_ms: at(0),
    expiresAt_ms: at(3600),
  },
  limits,
  zones: [],
  leadIn: [],
};
const placeNamed = (id: string): SafePlace => ({
  id: PlaceId.parse(id),
  kind: 'police-box',
  ko: `가상지구대 ${id}`,
  en: `Fictional box ${id}`,
  lon: 126.92,
  lat: 37.55,
  staffed: '24h',
});
const PLACES = ['near', 'far', 'third', 'fourth'];
const escapeTo = (id: string, ahead = true): EscapeOption => ({
  placeId: PlaceId.parse(id),
  victim_s: 200,
  distance_m: 240,
  via: 'street',
  route: [
    [126.91, 37.55],
    [126.92, 37.55],
  ],
  race: { offender_s: 300, margin_s: ahead ? 100 : -100, ahead, side: 0 },
});

/** A dispatcher who looks at an acknowledged incident, at second 10, and may see both people. */
const openPanel = async () => {
  const directory = aDirectory({ places: PLACES.map(placeNamed) });
  const { fake, container, hear, passTo } = await openPage(<IncidentPanel />, { snapshot: { directory } });
  passTo(at(10));
  hear([...raised(), acknowledged()]);
  act(() => selectIncident(incidentId('I1')));
  act(() => fake.emit('leaseOpened', lease));
  const weigh = (...escape: readonly EscapeOption[]) =>
    act(() =>
      fake.emit('advice', {
        incidentId: incidentId('I1'),
        at_ms: at(10),
        ranking: [],
        offender: null,
        escape,
        led: [],
      }),
    );
  const press = (key: string, code = key, over: KeyboardEventInit = {}) =>
    act(() => {
      const target = document.activeElement ?? document.body;
      const goesOn = target.dispatchEvent(
        new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...over }),
      );
      // What a browser does with Enter on a button that nobody has kept to themselves.
      if (goesOn && key === 'Enter' && target instanceof HTMLButtonElement) target.click();
    });
  return {
    weigh,
    press,
    passTo: (s: number) => passTo(at(s)),
    lines: () => [...container.querySelectorAll('[data-place]')].map((line) => line.getAttribute('data-place')),
    focused: () => document.activeElement?.getAttribute('data-place') ?? null,
    dialog: () => document.querySelector('[role=dialog]'),
    click: (selector: string) => act(() => document.querySelector<HTMLElement>(selector)?.click()),
  };
};

test('L6: a click sends nothing; it shows the message, the way and that the offender can be there first', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near', false), escapeTo('far'));
  page.click('[data-guide=near]');
  expect(sent).toEqual([]);
  const said = page.dialog()?.textContent ?? '';
  expect(said).toContain('가상지구대 near');
  expect(said).toContain('240 m');
  expect(said).toContain('가해자가 먼저 올 수 있습니다');
  expect(said).toContain('1:40 차이');
  page.click('[data-send-guidance]');
  expect(sent).toEqual(['near']);
  expect(page.dialog()).toBeNull();
});

test('L6: by keyboard alone: G, arrows, Enter shows, Enter sends, Escape goes back', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near'), escapeTo('far'));
  page.press('g', 'KeyG');
  expect(page.focused()).toBe('near');
  page.press('ArrowDown');
  expect(page.focused()).toBe('far');
  page.press('Enter');
  expect(page.dialog()).not.toBeNull();
  page.press('Enter', 'Enter', { repeat: true });
  expect(sent, 'a key that is held down').toEqual([]);
  page.press('Escape');
  expect(page.dialog()).toBeNull();
  expect(sent).toEqual([]);
  page.press('g', 'KeyG');
  page.press('Enter');
  page.press('Enter');
  expect(sent).toEqual(['near']);
});

test('L6: G brings the list back from another tab, and takes the focus once only', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near'));
  const tab = (name: string) => {
    const found = [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(
      ({ textContent }) => textContent === name,
    );
    act(() => {
      found?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
      found?.focus();
    });
  };
  tab('사건기록');
  expect(page.lines()).toEqual([]);
  act(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
  page.press('g', 'KeyG');
  expect(page.focused()).toBe('near');
  tab('사건기록');
  tab('대응');
  expect(page.lines()).toEqual(['near']);
  expect(page.focused()).toBeNull();
});

test('L6: Ctrl+Enter sends from the preview', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near'));
  page.press('g', 'KeyG');
  page.press('Enter');
  page.press('Enter', 'Enter', { ctrlKey: true });
  expect(sent).toEqual(['near']);
});

test('L6: where the offender comes to be first while it is shown, the next press of the key sends nothing', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near'));
  page.press('g', 'KeyG');
  page.press('Enter');
  page.weigh(escapeTo('near', false));
  page.press('Enter');
  expect(sent).toEqual([]);
  expect(page.dialog()?.textContent).toContain('위험을 알고 보내기');
  page.click('[data-send-guidance]');
  expect(sent).toEqual(['near']);
});

test('L6: the list holds still while it is looked at, marks what changed, and settles afterwards', async () => {
  const page = await openPanel();
  page.weigh(escapeTo('near'), escapeTo('far'), escapeTo('third'));
  page.passTo(11);
  page.press('g', 'KeyG');
  page.weigh(escapeTo('far'), escapeTo('near'), escapeTo('fourth'), escapeTo('third'));
  page.passTo(200);
  expect(page.lines()).toEqual(['near', 'far', 'third']);
  expect(document.body.textContent).toContain('순서가 바뀌었습니다');
  expect(document.body.textContent).toContain('현재 2순위');
  page.press('Escape');
  page.passTo(201);
  expect(page.lines()).toEqual(['far', 'near', 'fourth']);
});
