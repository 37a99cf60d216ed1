import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';
import { startI18n } from '../../renderer/app/i18n/index.ts';
import { listenForKeys } from '../../renderer/lib/keys.ts';
import { createArrivals } from '../../renderer/stores/arrivals.ts';
import type { Frames } from '../../renderer/stores/arrivals.ts';
import { clockStore } from '../../renderer/stores/clock.ts';
import { resetPresence } from '../../renderer/stores/presence.ts';
import { resetRecord } from '../../renderer/stores/record.ts';
import { resetSession } from '../../renderer/stores/session.ts';
import { connectStores } from '../../renderer/stores/wire.ts';
import type { Snapshot } from '../../shared/api/contract.ts';
import type { Screen } from '../../shared/api/screen.ts';
import { entriesOf } from './entries.ts';
import { createFakeApi, fakeBridge } from './fakeApi.ts';
import type { FakeApi } from './fakeApi.ts';
import { hiddenPage } from './frames.ts';
import { sent } from './sentCommands.ts';
import { aSnapshot } from './snapshot.ts';

export type Steps = Parameters<typeof entriesOf>[0];

const closing: (() => void)[] = [];

/** Closes every page that the test has opened, as its end does. */
export const closePages = (): void => {
  for (const close of closing.splice(0)) close();
};

/** To be called once by a test file: each of its tests begins with empty stores, and its pages are closed after it. */
export const withPages = (): void => {
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
    sent.length = 0;
    resetRecord();
    resetPresence();
    resetSession();
    startI18n();
  });
  afterEach(() => {
    closePages();
    vi.unstubAllGlobals();
  });
};

/** A part of a page with nothing behind it but the stores; drawn when it is rendered, and taken away after the test. */
export const drawn = (): { readonly container: HTMLElement; readonly render: (content: ReactNode) => void } => {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  closing.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  return { container, render: (content) => act(() => root.render(content)) };
};

/** A page over a double of its console process. */
export type Page = {
  readonly fake: FakeApi;
  readonly container: HTMLElement;
  /** The record grows by these, in one message that is drawn before the next. */
  readonly hear: (steps: Steps) => void;
  readonly press: (code: string, more?: KeyboardEventInit) => void;
  /** Presses the first button, radio or the like whose words begin so, wherever on the page; nothing where there is none. */
  readonly click: (role: string, name: string) => void;
  /** The display clock stands at this time. */
  readonly passTo: (now_ms: number) => void;
};

type Opening = {
  readonly snapshot?: Partial<Snapshot>;
  readonly keptScreen?: Screen;
  /** When it is drawn; at once without it. */
  readonly frames?: Frames;
};

/** Opens a page with a dispatcher signed in and an empty record, unless the snapshot says otherwise. */
export const openPage = async (
  content: ReactNode,
  { snapshot = {}, keptScreen, frames = hiddenPage }: Opening = {},
): Promise<Page> => {
  const fake = createFakeApi({
    snapshot: () => aSnapshot(snapshot),
    keptScreen: () => keptScreen ?? null,
    keepScreen: () => null,
    keptDrafts: () => [],
    keepDraft: () => null,
    entries: () => [],
  });
  const { container, render } = drawn();
  const arrivals = createArrivals(frames);
  closing.push(connectStores(fakeBridge(fake).bridge, { name: 'page' }, arrivals), arrivals.stop, listenForKeys());
  render(content);
  await act(() => Promise.resolve()); // the snapshot
  let seq = 0;
  return {
    fake,
    container,
    hear: (steps) =>
      act(() => {
        const entries = entriesOf(steps, seq + 1);
        seq += entries.length;
        fake.emit('entries', entries);
      }),
    press: (code, more = {}) => act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { code, ...more }))),
    click: (role, name) =>
      act(() =>
        [...document.querySelectorAll<HTMLElement>(`[role="${role}"], ${role}`)]
          .find((one) => one.textContent.startsWith(name))
          ?.click(),
      ),
    passTo: (now_ms) => act(() => clockStore.setState({ now_ms })),
  };
};
