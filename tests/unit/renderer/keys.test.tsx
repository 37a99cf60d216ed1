// @vitest-environment jsdom
import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { Queue } from '../../../renderer/features/queue/index.ts';
import { listenForKeys } from '../../../renderer/lib/keys.ts';
import { createArrivals } from '../../../renderer/stores/arrivals.ts';
import { applyAdvice, resetPresence } from '../../../renderer/stores/presence.ts';
import { resetRecord } from '../../../renderer/stores/record.ts';
import { resetSession } from '../../../renderer/stores/session.ts';
import { connectStores } from '../../../renderer/stores/wire.ts';
import { Button } from '../../../renderer/ui/Button.tsx';
import { Dialog } from '../../../renderer/ui/Dialog.tsx';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../builders/entries.ts';
import { createFakeApi, fakeBridge } from '../../builders/fakeApi.ts';
import { hiddenPage } from '../../builders/frames.ts';
import { incidentId, unitId } from '../../builders/ids.ts';
import { aSnapshot } from '../../builders/snapshot.ts';
import { at } from '../../builders/times.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../renderer/stores/actions.ts', () => ({
  sendCommand: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve(true);
  },
}));

const stops: (() => void)[] = [];

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
  if (!('scrollIntoView' in Element.prototype))
    Object.defineProperty(Element.prototype, 'scrollIntoView', { value: () => undefined, configurable: true });
  sent.length = 0;
  resetRecord();
  resetPresence();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const draw = async (content: ReactNode): Promise<HTMLElement> => {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    listenForKeys(),
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(content);
    await Promise.resolve();
  });
  return container;
};

const ranked = (id: string, eta_s: number) => ({
  ...{ unitId: unitId(id), eta_s, distance_m: eta_s * 8, via: 'street' as const, fixAge_s: 2, stale: false },
  margins: { earliest_s: 50, expected_s: null },
});
const advice = {
  ...{ incidentId: incidentId('I1'), at_ms: at(5), offender: null, escape: [], led: [] },
  ranking: [ranked('U1', 60), ranked('U2', 90)],
};

/** A dispatcher's queue and panel: a Code 2 that was answered is looked at, another rings beside it. */
const openDesk = async () => {
  const fake = createFakeApi({ snapshot: () => aSnapshot(), keptScreen: () => null, entries: () => [] });
  const arrivals = createArrivals(hiddenPage);
  stops.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop);
  const container = await draw(
    <>
      <Queue />
      <IncidentPanel />
    </>,
  );
  // Known before the incident is shown: an order that has just changed takes no key.
  act(() => applyAdvice(advice));
  const warning = anAlert({ level: 'warning', code: 2 });
  act(() =>
    fake.emit('entries', entriesOf([...raised(warning), acknowledged('I1', at(5)), ...raised(warning, 'I2', 'ORD-2')])),
  );
  const find = (selector: string): HTMLElement => {
    const found = container.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`nothing is ${selector}`);
    return found;
  };
  act(() => find('[data-incident="I1"]').click());
  const rows = [...container.querySelectorAll<HTMLElement>('[data-incident]')].map((row) => row.dataset['incident']);
  const isAbove = rows.indexOf('I2') < rows.indexOf('I1');
  const [away, back] = isAbove ? (['ArrowUp', 'ArrowDown'] as const) : (['ArrowDown', 'ArrowUp'] as const);
  return { find, away, back, selected: () => find('[aria-current="true"]').dataset['incident'] };
};

const focus = (element: HTMLElement): void => act(() => element.focus());

const press = (code: string, over: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...over });
  act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
  return event;
};

describe('L9: a key works from every focus that has no use for it', () => {
  it('after a press on a tab: 1 assigns, ↑ and ↓ go through the queue, N writes', async () => {
    const desk = await openDesk();
    focus(desk.find('[role="tab"]'));
    press('Digit1');
    expect(sent).toMatchObject([{ kind: 'unit.assign', incidentId: 'I1' }]);
    press(desk.away, { key: desk.away });
    expect(desk.selected()).toBe('I2');
    focus(desk.find('[role="tab"]'));
    press(desk.back, { key: desk.back });
    expect(desk.selected()).toBe('I1');
    focus(desk.find('[role="tab"]'));
    press('KeyN');
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it('on the record a digit sends only the patrol whose number is on the screen, and shows the others first', async () => {
    const desk = await openDesk();
    const onRecord = (): boolean => desk.find('[role="tab"][aria-selected="true"]').textContent === '사건기록';
    press('BracketLeft');
    expect(onRecord()).toBe(true);
    press('Digit1');
    expect([onRecord(), sent]).toMatchObject([true, [{ kind: 'unit.assign', unitId: 'U1' }]]);
    press('Digit2');
    expect([onRecord(), sent.length]).toEqual([false, 1]);
    press('Digit2');
    expect(sent).toMatchObject([{ unitId: 'U1' }, { kind: 'unit.assign', unitId: 'U2' }]);
  });

  it('in a group of choices the arrows choose, letters and digits do not', async () => {
    const desk = await openDesk();
    focus(desk.find('[role="radiogroup"] [role="radio"]'));
    press(desk.away, { key: desk.away });
    expect(desk.selected()).toBe('I1');
    press('Digit1');
    expect(sent).toMatchObject([{ kind: 'unit.assign' }]);
  });

  it('what is typed into a field stays there', async () => {
    const desk = await openDesk();
    focus(desk.find('textarea'));
    for (const code of ['Digit1', 'KeyC', 'BracketRight', 'ArrowUp']) expect(press(code).defaultPrevented).toBe(false);
    expect([sent, desk.selected(), document.activeElement?.tagName]).toEqual([[], 'I1', 'TEXTAREA']);
  });
});

describe('U4: one key each', () => {
  it('C and M move the focus to where one types, also when their box is open already', async () => {
    const desk = await openDesk();
    for (const [code, tag] of [
      ['KeyC', 'INPUT'],
      ['KeyM', 'TEXTAREA'],
      ['KeyC', 'INPUT'],
    ] as const) {
      press(code);
      expect(document.activeElement?.tagName).toBe(tag);
      focus(desk.find('[role="tab"]'));
      press(code);
      expect(document.activeElement?.tagName).toBe(tag);
      focus(desk.find('[role="tab"]'));
    }
  });

  it('Ctrl+Enter logs the call that is being described', async () => {
    await openDesk();
    press('KeyC');
    press('Enter', { key: 'Enter', ctrlKey: true });
    expect(sent).toMatchObject([{ kind: 'call.log', result: 'talked' }]);
  });

  it('[ and ] go through the tabs, round and round', async () => {
    const desk = await openDesk();
    const shown = (): string => desk.find('[role="tab"][aria-selected="true"]').textContent;
    const first = shown();
    press('BracketLeft');
    const last = shown();
    expect(last).not.toBe(first);
    press('BracketRight');
    expect(shown()).toBe(first);
    expect(desk.find('[role="tabpanel"]').parentElement?.textContent).toContain('[');
  });

  it('B asks for the reason of a break-glass from every tab, with the focus in it', async () => {
    await openDesk();
    press('BracketLeft');
    press('KeyB');
    expect(document.activeElement?.closest('[role="dialog"]')?.textContent).toContain('긴급 열람');
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });
});

describe('U4: where a dialog begins, and Ctrl+Enter', () => {
  const footer = (
    <>
      <Button>safe</Button>
      <Button variant="primary">do it</Button>
    </>
  );
  const open = (props: Partial<Parameters<typeof Dialog>[0]>) =>
    draw(<Dialog open onOpenChange={() => undefined} title="title" footer={footer} {...props} />);
  const focused = (): string | null => document.activeElement?.textContent ?? null;

  it('begins on the safest button, never on the cross', async () => {
    await open({});
    expect(focused()).toBe('safe');
  });

  it('begins where one types', async () => {
    await open({ children: <textarea defaultValue="why" /> });
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it('presses no button of a dialog that nobody asked for', async () => {
    await open({ mustAnswer: true });
    expect(document.activeElement?.getAttribute('role')).toBe('dialog');
  });

  it('confirms once by Ctrl+Enter, wherever the focus is and however long it is held', async () => {
    const onConfirm = vi.fn();
    await open({ onConfirm });
    expect(press('Enter', { key: 'Enter', ctrlKey: true }).defaultPrevented).toBe(true);
    press('Enter', { key: 'Enter', ctrlKey: true, repeat: true });
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });
});
