// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { IncidentPanel } from '../../../renderer/features/incident/index.ts';
import { setDraft } from '../../../renderer/stores/drafts.ts';
import { selectIncident } from '../../../renderer/stores/session.ts';
import { dispatcher, supervisor } from '../../builders/directory.ts';
import { anAlert, raised } from '../../builders/entries.ts';
import { incidentId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';
import { sent } from '../../builders/sentCommands.ts';
import { aSession } from '../../builders/snapshot.ts';

vi.mock('../../../renderer/stores/actions.ts', () => import('../../builders/sentCommands.ts'));

withPages();

test.each([
  ['a dispatcher', dispatcher],
  ['a supervisor', supervisor],
])('B opens what the tier keeps shut for %s, for a typed reason', async (_who, operator) => {
  const page = await openPage(<IncidentPanel />, { snapshot: { session: aSession(operator) } });
  page.hear(raised(anAlert({ level: 'warning', code: 2 })));
  act(() => selectIncident(incidentId('I1')));
  page.press('KeyB');
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('사유');
  act(() => setDraft(incidentId('I1'), 'break-glass', '전화가 끊김'));
  page.click('button', '기록하고');
  expect(sent).toEqual([{ kind: 'lease.breakGlass', incidentId: 'I1', reason: '전화가 끊김' }]);
});
