// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../../../renderer/app/i18n/index.ts';
import { SupervisorView } from '../../../../../renderer/features/supervisor/index.ts';
import { appendEntries, resetRecord } from '../../../../../renderer/stores/record.ts';
import { resetSession, selectIncident, sessionStore } from '../../../../../renderer/stores/session.ts';
import type { AccessQuery, AccessRecord } from '../../../../../shared/protocol/access.ts';
import { ID, T0, acknowledged, alerted, directory, dispatcher, entriesOf, raised, resolved } from '../builders.ts';

const asked = vi.hoisted((): AccessQuery[] => []);
const LINES: readonly AccessRecord[] = [
  {
    ...{ id: 2, at_ms: T0 + 9000, operatorId: ID.operator, action: 'lease-granted', incidentId: ID.incident },
    ...{ people: [ID.victim], detail: 'break-glass: 전화가 끊김' },
  },
  {
    ...{ id: 1, at_ms: T0, operatorId: ID.operator, action: 'lease-granted', incidentId: ID.incident },
    ...{ people: [ID.offender, ID.victim], detail: 'alarm' },
  },
];
vi.mock('../../../../../renderer/bridge/index.ts', () => ({
  getApi: () => ({
    call: (_name: string, query: AccessQuery) => {
      asked.push(query);
      return Promise.resolve({ ok: true, value: LINES });
    },
  }),
}));

const broken = {
  at_s: 9,
  actor: dispatcher,
  body: {
    kind: 'lease.granted',
    leaseId: ID.lease,
    purpose: 'break-glass',
    subjects: [ID.victim],
    holders: [ID.operator],
    expiresAt_ms: T0 + 900_000,
    reason: '전화가 끊김',
  },
} as const;

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
  asked.length = 0;
  resetRecord();
  resetSession();
  startI18n();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

it('E5: one click on a person of an incident asks who saw them, in every incident, and marks break-glass by word and shape', async () => {
  sessionStore.setState({ directory });
  appendEntries(entriesOf([raised, alerted(), acknowledged(3), broken, resolved(60)]));
  selectIncident(ID.incident);
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  stops.push(
    () => act(() => root.unmount()),
    () => container.remove(),
  );
  await act(async () => {
    root.render(<SupervisorView />);
    await Promise.resolve();
  });
  const line = container.querySelector('[role=log] [data-kind="lease.granted"] p');
  expect([line?.textContent.includes('긴급 열람'), line?.querySelector('svg') !== null]).toEqual([true, true]);
  expect(container.querySelector('[data-column=status] [aria-label="긴급 열람"]')).not.toBeNull();
  const person = [...container.querySelectorAll<HTMLButtonElement>('dd button')].find(
    ({ textContent }) => textContent === '가상인물 을',
  );
  await act(async () => {
    person?.click();
    await Promise.resolve();
  });
  expect(asked).toEqual([{ before: null, limit: 100, filter: { person: ID.victim, action: 'seen' } }]);
  const rows = [...container.querySelectorAll('tr[data-break-glass]')];
  expect(rows.map((row) => row.getAttribute('data-break-glass'))).toEqual(['true', 'false']);
  expect(rows[0]?.querySelector('[data-column=action]')?.textContent).toContain('긴급 열람');
  expect(rows[0]?.querySelector('[data-column=action] svg')).not.toBeNull();
  expect(rows[1]?.querySelector('[data-column=people]')?.textContent).toBe('가상인물 갑, 가상인물 을');
});
