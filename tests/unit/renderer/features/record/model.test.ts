import { describe, expect, it } from 'vitest';
import {
  correctionsOf,
  raisedAt_ms,
  recordRows,
  rowAt,
  rowOf,
  unfolded,
} from '../../../../../renderer/features/record/model.ts';
import { Seq } from '../../../../../shared/domain/ids.ts';
import {
  ID,
  T0,
  acknowledged,
  alerted,
  assigned,
  dispatcher,
  entriesOf,
  measured,
  raised,
  system,
} from '../builders.ts';

const piece = { personId: ID.victim, points: 1, from_ms: T0, to_ms: T0, commitment: 'a'.repeat(64) };

const kinds = (steps: Parameters<typeof entriesOf>[0], filter: Parameters<typeof recordRows>[1] = 'all') =>
  recordRows(entriesOf(steps), filter).map((row) => (row.type === 'entry' ? row.entry.body.kind : row.type));

describe('lines of the record', () => {
  it('folds distances that follow one another into one line with their range', () => {
    const rows = recordRows(entriesOf([raised, measured(10, 500), measured(20, 320), measured(30, 410)]), 'all');
    expect(rows[1]).toMatchObject({
      type: 'distances',
      count: 3,
      first_m: 500,
      last_m: 410,
      nearest_m: 320,
      farthest_m: 500,
      from_ms: T0 + 10_000,
      to_ms: T0 + 30_000,
    });
    expect(rows).toHaveLength(2);
  });

  it('keeps a line per victim and begins a new one after anything else', () => {
    const steps = [measured(1, 500), measured(1, 900, ID.victim2), measured(2, 490), acknowledged(3), measured(4, 480)];
    expect(kinds(steps)).toEqual(['distances', 'distances', 'incident.acknowledged', 'distances']);
  });

  it('lets the sealing of positions not break a run of distances', () => {
    const sealed = {
      ...acknowledged(15),
      ...{ actor: system, body: { kind: 'positions.committed', pieces: [piece] } as const },
    };
    expect(kinds([measured(10, 500), sealed, measured(20, 480)])).toEqual(['distances', 'positions.committed']);
  });

  const sealing = (at_s: number, points: number) =>
    ({ at_s, body: { kind: 'positions.committed', pieces: [{ ...piece, points }] } }) as const;

  it('U5: folds sealings with nothing between them but distances into one line, which unfolds', () => {
    const steps = [
      sealing(30, 62),
      measured(31, 500),
      sealing(60, 62),
      sealing(90, 60),
      acknowledged(95),
      sealing(120, 9),
    ];
    expect(kinds(steps)).toEqual(['sealings', 'distances', 'incident.acknowledged', 'positions.committed']);
    const rows = recordRows(entriesOf(steps), 'all');
    expect(rows[0]).toMatchObject({ from_ms: T0 + 30_000, to_ms: T0 + 90_000 });
    expect(rows[0]?.type === 'sealings' && rows[0].entries.map(({ seq }) => Number(seq))).toEqual([1, 3, 4]);
    const open = unfolded(rows, new Set(['s1']));
    expect(open.map(({ key }) => key)).toEqual(['s1', 'e1', 'e3', 'e4', 'd2', 'e5', 'e6']);
    expect([rowOf(rows, Seq.parse(3)), rowOf(open, Seq.parse(3))]).toEqual([0, 2]);
    expect(unfolded(rows, new Set())).toBe(rows);
  });

  it('E4: the line a replay stands at is the one it was sought by, else the last to have begun', () => {
    const rows = recordRows(entriesOf([raised, alerted(), measured(10, 500), acknowledged(20)]), 'all');
    const at = (at_s: number, line: string | null = null) => rowAt(rows, { at_ms: T0 + at_s * 1000, line });
    expect([at(-1), at(0), at(0, 'e1'), at(15), at(99)]).toEqual([-1, 1, 0, 2, 3]);
    expect(at(15, 'e-gone')).toBe(2);
    expect(rowAt(rows, { at_ms: null, line: null })).toBe(-1);
  });

  it('filters by what operators did and by alerts', () => {
    const steps = [raised, alerted(), measured(1, 500), acknowledged(3), ...assigned(4)];
    expect(kinds(steps, 'actions')).toEqual(['incident.acknowledged', 'unit.assigned', 'unit.status']);
    expect(kinds(steps, 'alerts')).toEqual(['incident.raised', 'alert.raised']);
  });

  it('marks what waited in an outbox and what proves a past breach as late', () => {
    const rows = recordRows(
      entriesOf([raised, alerted({ late: true }), { ...acknowledged(3), delay_s: 40 }, acknowledged(5)]),
      'all',
    );
    expect(rows.map((row) => row.type === 'entry' && row.late)).toEqual([false, true, true, false]);
  });

  it('counts relative times from the moment the incident was raised', () => {
    expect(raisedAt_ms(entriesOf([measured(-5, 900), raised]))).toBe(T0);
    expect(raisedAt_ms([])).toBeNull();
  });

  it('folds 10,000 entries in well under a frame of a second', () => {
    const many = entriesOf(Array.from({ length: 10_000 }, (_, i) => (i % 7 === 0 ? acknowledged(i) : measured(i, i))));
    const from = performance.now();
    expect(recordRows(many, 'all').length).toBeGreaterThan(2000);
    expect(performance.now() - from).toBeLessThan(250);
  });
});

describe('corrections', () => {
  const note = (at_s: number) => ({ at_s, actor: dispatcher, body: { kind: 'note.added', text: '시험' } }) as const;
  const corrects = (at_s: number, seq: number) =>
    ({
      at_s,
      actor: dispatcher,
      body: { kind: 'entry.corrected', corrects: Seq.parse(seq), text: '바로잡음' },
    }) as const;

  it('are found by what they correct, oldest first, corrections of corrections too', () => {
    const found = correctionsOf(entriesOf([raised, note(1), corrects(2, 2), corrects(3, 2), corrects(4, 3)]));
    expect([...found].map(([seq, by]) => [seq, by.map((entry) => entry.seq)])).toEqual([
      [2, [3, 4]],
      [3, [5]],
    ]);
  });
});
