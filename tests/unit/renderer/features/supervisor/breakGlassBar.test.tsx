// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../../../renderer/app/i18n/index.ts';
import { BreakGlassBar } from '../../../../../renderer/features/top-bar/index.ts';
import { appendEntries, resetRecord } from '../../../../../renderer/stores/record.ts';
import { resetSession, sessionStore } from '../../../../../renderer/stores/session.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import { ID, T0, alerted, directory, dispatcher, entriesOf, raised } from '../builders.ts';

const sent = vi.hoisted((): CommandBody[] => []);
vi.mock('../../../../../renderer/stores/actions.ts', () => ({
  sendCommand: (body: CommandBody) => {
    sent.push(body);
    return Promise.resolve(true);
  },
}));

const stops: (() => void)[] = [];
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  sent.length = 0;
  resetRecord();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const broken = {
  at_s: 9,
  actor: dispatcher,
  body: {
    kind: 'lease.granted',
    leaseId: ID.lease,
    purpose: 'break-glass',
    subjects: [ID.offender, ID.victim],
    holders: [ID.operator],
    expiresAt_ms: T0 + 900_000,
    reason: '전화가 끊김',
  },
} as const;
const seen = { at_s: 30, body: { kind: 'lease.seen', leaseId: ID.lease } } as const;

const open = (id: Operator['id'], role: Operator['role']) => {
  const operator = { id, name: '시험', role };
  act(() => sessionStore.setState({ directory, session: { operator, mode: 'live', expiresAt_ms: T0 + 9e6 } }));
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  act(() => root.render(<BreakGlassBar />));
  return () => container.querySelector<HTMLElement>('[role=alert] [data-testid=break-glass-bar]');
};
const arrive = (...steps: Parameters<typeof entriesOf>[0]) => act(() => appendEntries(entriesOf(steps)));

it('E5: break-glass is told to a supervisor as its entry comes, and stays until one has seen it', async () => {
  const bar = open(ID.supervisor, 'supervisor');
  arrive(raised, alerted());
  expect(bar()).toBeNull();
  arrive(raised, alerted(), broken);
  expect(bar()?.textContent).toContain('긴급 열람');
  expect(bar()?.textContent).toContain('시험 접수');
  expect(bar()?.textContent).toContain('전화가 끊김');
  await act(async () => [...(bar()?.querySelectorAll('button') ?? [])].at(-1)?.click());
  expect(sent).toEqual([{ kind: 'lease.seen', incidentId: ID.incident, leaseId: ID.lease }]);
  expect(bar()).not.toBeNull(); // not on record yet
  arrive(raised, alerted(), broken, seen);
  expect(bar()).toBeNull();
});

it('E5: it is told to no dispatcher, and not to whoever did it', () => {
  const atDesk = open(ID.operator, 'dispatcher');
  arrive(raised, alerted(), broken);
  expect(atDesk()).toBeNull();
  const atBreaker = open(ID.operator, 'supervisor');
  expect(atBreaker()).toBeNull();
});
