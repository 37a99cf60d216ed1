import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  holdEnd,
  holdsInForce,
  lastHoldDay,
  positionsFate,
} from '../../../../../renderer/features/supervisor/evidence/holds.ts';
import { endOfDay, lastDayBefore } from '../../../../../renderer/lib/dates.ts';
import { HoldId, IncidentId } from '../../../../../shared/domain/ids.ts';
import { isByHand } from '../../../../../shared/domain/incidents/holds.ts';
import { HoldCause } from '../../../../../shared/domain/incidents/entries.ts';
import type { Hold } from '../../../../../shared/domain/incidents/state.ts';

/** 2026-11-22 20:15 in Korea. */
const NOW = Date.UTC(2026, 10, 22, 11, 15);
const DAY_S = 86_400;

const hold = (id: string, until_ms: number): Hold => ({
  id: HoldId.parse(id),
  cause: 'supervisor',
  reason: '검찰 요청',
  until_ms,
});
const held = (...holds: readonly Hold[]) => ({
  id: IncidentId.parse('I1'),
  status: 'resolved' as const,
  positionsExist: true,
  exportedAt_ms: null,
  holds: new Map(holds.map((h) => [h.id, h])),
});

test('the hold that reaches farthest says until when positions are kept', () => {
  const [near, far] = [hold('H1', NOW + 1000), hold('H2', NOW + 2000)];
  expect(positionsFate(held(far, near), [], DAY_S)).toEqual({ kind: 'held', hold: far });
  expect(holdsInForce(held(far, near), [], DAY_S)).toEqual([near, far]);
  expect(positionsFate(held(), [], DAY_S)).toEqual({ kind: 'kept-until-closed' });
  expect(positionsFate({ ...held(), positionsExist: false }, [], DAY_S)).toEqual({ kind: 'deleted' });
});

test('after an export an automatic hold ends with the time of grace, a supervisor’s on its own day', () => {
  const [arrest, byHand] = [{ ...hold('H1', NOW + 30 * DAY_S * 1000), cause: 'arrest' as const }, hold('H2', NOW + 9)];
  const exported = { ...held(arrest, byHand), exportedAt_ms: NOW };
  expect(holdsInForce(exported, [], DAY_S).map(({ until_ms }) => until_ms)).toEqual([NOW + 9, NOW + DAY_S * 1000]);
  expect(positionsFate(exported, [], Number.POSITIVE_INFINITY)).toEqual({ kind: 'held', hold: arrest });
});

test('E2: an incident shares the fate of its story: what another of it is held by, and that another is not closed', () => {
  const closed = { ...held(), status: 'closed' as const };
  const far = hold('H2', NOW + 2000);
  const other = { ...held(far), id: IncidentId.parse('I2') };
  expect(positionsFate(closed, [closed, other], DAY_S)).toEqual({ kind: 'held-with-story', hold: far });
  expect(positionsFate(closed, [closed, { ...other, holds: new Map() }], DAY_S)).toEqual({ kind: 'kept-with-story' });
});

test('E2: the hold for an incident that may follow lasts its time, whatever is exported', () => {
  const story = { ...hold('H1', NOW + 30 * DAY_S * 1000), cause: 'story' as const };
  expect(holdsInForce({ ...held(story), exportedAt_ms: NOW }, [], DAY_S)).toEqual([story]);
});

test('only a supervisor’s hold is ended by hand', () => {
  expect(HoldCause.options.filter((cause) => isByHand({ cause }))).toEqual(['supervisor', 'case']);
});

test('a hold lasts to the end of its last day in Korea', () => {
  expect(holdEnd('2026-11-22', NOW, 30 * DAY_S)).toEqual({ ok: true, until_ms: Date.UTC(2026, 10, 22, 15) });
  expect(holdEnd(' 2026-12-01 ', NOW, 30 * DAY_S)).toEqual({ ok: true, until_ms: Date.UTC(2026, 11, 1, 15) });
});

test('what is no day, lies behind or beyond the policy is said', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '22.11.2026', '2026-11-2'])
    expect(holdEnd(text, NOW, 30 * DAY_S)).toEqual({ ok: false, fault: 'date' });
  expect(holdEnd('2026-11-21', NOW, 30 * DAY_S)).toEqual({ ok: false, fault: 'past' });
  expect(holdEnd('2026-12-22', NOW, 30 * DAY_S)).toEqual({ ok: false, fault: 'far' });
});

/** Korea put its clocks forward in the summers of 1987 and 1988; since then a day there has 24 hours. */
const SINCE_1989_MS = Date.UTC(1989, 0, 1);

test('the last day offered is admitted, and the day after it is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: SINCE_1989_MS, max: 4e12 }), fc.integer({ min: 2, max: 400 }), (now_ms, days) => {
      const last = lastHoldDay(now_ms, days * DAY_S);
      expect(holdEnd(last, now_ms, days * DAY_S).ok).toBe(true);
      const end_ms = endOfDay(last);
      if (end_ms === null) throw new Error(`no day: ${last}`);
      expect(lastDayBefore(end_ms)).toBe(last);
      expect(end_ms + DAY_S * 1000).toBeGreaterThan(now_ms + days * DAY_S * 1000);
    }),
  );
});

test('E2: the export of one incident ends no hold while another of its story was not exported', () => {
  const arrest = { ...hold('H1', NOW + 30 * DAY_S * 1000), cause: 'arrest' as const };
  const exported = { ...held(arrest), exportedAt_ms: NOW };
  const other = { ...held(), id: IncidentId.parse('I2') };
  expect(holdsInForce(exported, [exported, other], DAY_S)).toEqual([arrest]);
  const both = holdsInForce(exported, [exported, { ...other, exportedAt_ms: NOW + 1000 }], DAY_S);
  expect(both.map(({ until_ms }) => until_ms)).toEqual([NOW + 1000 + DAY_S * 1000]);
});
