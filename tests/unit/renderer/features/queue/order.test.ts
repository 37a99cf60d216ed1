import { describe, expect, it } from 'vitest';
import { arrange, asideOf, NO_ORDER, outOfSight } from '../../../../../renderer/features/queue/order.ts';
import type { QueueOrder, Ranked } from '../../../../../renderer/features/queue/order.ts';
import type { DispatchCode } from '../../../../../shared/domain/codes.ts';
import { IncidentId } from '../../../../../shared/domain/ids.ts';

const one = (id: string, code: DispatchCode = 1, hasSos = false): Ranked => ({
  id: IncidentId.parse(id),
  code,
  hasSos,
});
const fits = () => false;
const step = (
  before: QueueOrder,
  ranked: readonly Ranked[],
  isStill: boolean,
  needsLines: (rows: number) => boolean = fits,
) => arrange(before, { ranked, isStill, needsLines, isKnown: () => true });

describe('L12: rows under a pointer, or within 2 s of a key', () => {
  const before = step(NO_ORDER, [one('A'), one('B'), one('C')], false);

  it('keep their places whatever comes, and newcomers stand at the side in the order in which they came', () => {
    const first = step(before, [one('new', 0), one('A'), one('B'), one('C')], true);
    expect(first).toMatchObject({ list: ['A', 'B', 'C'], aside: ['new'] });
    const second = step(first, [one('newer', 0), one('new', 0), one('A'), one('B'), one('C')], true);
    expect(second).toMatchObject({ list: ['A', 'B', 'C'], aside: ['new', 'newer'] });
    expect(asideOf(second, () => 0)).toEqual({ newcomers: 2, risen: 0, code: 0 });
  });

  it('stay at the side where they came, also when one there ends or another rises before them', () => {
    const first = step(before, [one('new', 1), one('A'), one('B', 0), one('C')], true);
    const second = step(first, [one('newer', 0), one('A'), one('B', 0), one('C')], true);
    expect(second.aside).toEqual(['new', 'B', 'newer']);
    expect(asideOf(second, () => 1)).toEqual({ newcomers: 2, risen: 1, code: 1 });
  });

  it('keep their places when one ends, rises, or changes its urgency', () => {
    expect(step(before, [one('B'), one('A')], true)).toBe(before);
    const risen = step(before, [one('C', 0), one('A'), one('B')], true);
    expect(risen).toMatchObject({ list: ['A', 'B', 'C'], aside: ['C'] });
    expect(step(risen, [one('C', 0), one('A'), one('B')], true), 'told once').toBe(risen);
  });

  it('take their new places at once when nobody points any more', () => {
    const still = step(before, [one('new', 0), one('C'), one('A')], true);
    expect(step(still, [one('new', 0), one('C'), one('A')], false)).toMatchObject({
      list: ['new', 'C', 'A'],
      aside: [],
    });
  });

  it('stay as tall as they are, however many come', () => {
    const many = Array.from({ length: 20 }, (_, n) => one(`n${n}`));
    const lines = (rows: number): boolean => rows > 7;
    expect(step(before, [...many, one('A'), one('B'), one('C')], true, lines).isDense).toBe(false);
    expect(step(before, [...many, one('A'), one('B'), one('C')], false, lines).isDense).toBe(true);
  });

  it('a button that is pressed for one of them takes it to its lane only later, and says so at the side at once', () => {
    const pressed = [one('B', 0, true), one('A'), one('C')];
    const still = step(before, pressed, true);
    expect(still).toMatchObject({ lane: [], list: ['A', 'B', 'C'], aside: ['B'] });
    expect(step(still, pressed, false)).toMatchObject({ lane: ['B'], list: ['A', 'C'], aside: [] });
  });

  it('are none where the queue is empty: the first comes in at once', () => {
    expect(step(NO_ORDER, [one('A')], true)).toMatchObject({ list: ['A'], aside: [] });
  });

  it('are those of another record once that has begun', () => {
    const input = { ranked: [one('X')], isStill: true, needsLines: fits };
    expect(arrange(before, { ...input, isKnown: (id) => id === 'X' })).toMatchObject({ list: ['X'], aside: [] });
  });
});

it('SOS: a pressed button stands in the lane, never among the others, whatever their urgency', () => {
  const order = step(NO_ORDER, [one('confirmed', 0), one('sos', 0, true), one('mild', 2)], false);
  expect(order).toMatchObject({ lane: ['sos'], list: ['confirmed', 'mild'] });
});

describe('L15: what is out of sight', () => {
  const codes: readonly DispatchCode[] = [2, 0, 1, 1, 2, 3, 1];

  it('is counted below, and above once scrolled, with its most urgent code', () => {
    expect(outOfSight(codes, 30, { top_px: 0, height_px: 90 })).toEqual({ above: null, below: { count: 4, code: 1 } });
    expect(outOfSight(codes, 30, { top_px: 60, height_px: 90 })).toEqual({
      above: { count: 2, code: 0 },
      below: { count: 2, code: 1 },
    });
  });

  it('counts a row as seen where half of it is, and is nothing where all are', () => {
    expect(outOfSight(codes, 30, { top_px: 0, height_px: 104 }).below?.count).toBe(4);
    expect(outOfSight(codes, 30, { top_px: 0, height_px: 106 }).below?.count).toBe(3);
    expect(outOfSight(codes, 30, { top_px: 0, height_px: 900 })).toEqual({ above: null, below: null });
  });
});
