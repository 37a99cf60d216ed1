// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startI18n } from '../../../renderer/app/i18n/index.ts';
import { ModeBadge, useModeTitle } from '../../../renderer/features/mode/index.ts';
import { applySnapshot, resetSession } from '../../../renderer/stores/session.ts';
import { trainer } from '../../builders/directory.ts';
import { aLink, aSession, aSnapshot } from '../../builders/snapshot.ts';

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
