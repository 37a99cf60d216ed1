// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { ModeBadge, useModeTitle } from '../../../renderer/features/mode/index.ts';
import { TopBar } from '../../../renderer/features/top-bar/index.ts';
import { TrainerView } from '../../../renderer/features/trainer/index.ts';
import { applySnapshot, resetSession } from '../../../renderer/stores/session.ts';
import { trainer } from '../../builders/directory.ts';
import { aLink, aSession, aSnapshot } from '../../builders/snapshot.ts';

vi.mock('../../../renderer/bridge/index.ts', () => ({ getApi: () => ({ call: () => new Promise(() => undefined) }) }));

const Screen = () => {
  useModeTitle();
  return <ModeBadge />;
};
const container = document.body.appendChild(document.createElement('div'));
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  resetSession();
  startI18n();
  root = createRoot(container);
  act(() => root.render(<Screen />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

test('U3: a screen says once that its people are played, also where a trainer chooses an exercise', () => {
  act(() => {
    applySnapshot(aSnapshot({ link: aLink({ simulated: true }), session: aSession(trainer) }));
    root.render(
      <>
        <TopBar onShortcuts={() => undefined} />
        <TrainerView>{null}</TrainerView>
      </>,
    );
  });
  expect(container.textContent.match(/DEMO/g)).toHaveLength(1);
  expect(container.textContent).toContain('훈련 시나리오');
});

test.each([
  [null, 'live', '', '지킴 Jikim'],
  [true, 'live', '시연 DEMO', '지킴 Jikim — 시연 DEMO'],
  [false, 'live', '실상황', '지킴 Jikim'],
  [true, 'training', '훈련', '지킴 Jikim — 훈련 TRAINING'],
] as const)(
  'U3: with people simulated: %s, on a %s server, screen and window say “%s”',
  (simulated, mode, said, title) => {
    act(() => applySnapshot(aSnapshot({ link: aLink({ simulated }), session: aSession(trainer, { mode }) })));
    expect(container.textContent).toBe(said);
    expect(document.title).toBe(title);
  },
);
