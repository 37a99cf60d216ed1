import { describe, expect, it } from 'vitest';
import { distanceSeries, incidentRows, matching, spanOf } from '../../../../../renderer/features/supervisor/model.ts';
import { advance, seek, toggle } from '../../../../../renderer/features/supervisor/playback.ts';
import {
  ID,
  T0,
  acknowledged,
  alerted,
  entriesOf,
  measured,
  raised,
  register,
  resolved,
  worldOf,
} from '../builders.ts';

describe('incidents under review', () => {
  const running = worldOf([raised, alerted()]);
  const reviewable = worldOf([raised, alerted(), acknowledged(3), resolved(60)]);

  it('sets the deadline 72 hours after resolving, and none before', () => {
    expect(incidentRows(reviewable, register)[0]?.reviewDue_ms).toBe(T0 + 60_000 + 72 * 3_600_000);
    expect(incidentRows(running, register)[0]?.reviewDue_ms).toBeNull();
  });

  it('keeps those that fit the status filter, and asks of those alone whether they are found', () => {
    const rows = incidentRows(reviewable, register);
    const none = (): boolean => {
      throw new Error('asked of a row that the filter leaves out');
    };
    expect(matching(rows, 'review', () => true)).toHaveLength(1);
    expect(matching(rows, 'review', () => false)).toHaveLength(0);
    expect(matching(rows, 'running', none)).toHaveLength(0);
    expect(matching(rows, 'closed', none)).toHaveLength(0);
  });

  it('keeps the distances of each victim apart', () => {
    const series = distanceSeries(
      entriesOf([raised, measured(1, 500), measured(1, 900, ID.victim2), measured(2, 480)]),
    );
    expect(series.get(ID.victim)?.map((point) => point.distance_m)).toEqual([500, 480]);
    expect(series.get(ID.victim2)).toHaveLength(1);
  });

  it('spans from the first to the last thing that happened, in whatever order it was recorded', () => {
    expect(spanOf(entriesOf([raised, measured(50, 1), measured(20, 1)]))).toEqual({ from_ms: T0, to_ms: T0 + 50_000 });
    expect(spanOf([])).toBeNull();
  });
});

describe('playback', () => {
  const fresh = { at_ms: 1000, playing: false, speed: 5, from_ms: 1000, to_ms: 11_000 };

  it('moves with its speed and stops at the end', () => {
    const playing = toggle(fresh);
    expect(advance(playing, 200)).toMatchObject({ at_ms: 2000, playing: true });
    expect(advance(playing, 5000)).toMatchObject({ at_ms: 11_000, playing: false });
  });

  it('stands still while paused and stays within its span', () => {
    expect(advance(fresh, 500).at_ms).toBe(1000);
    expect(seek(fresh, 0).at_ms).toBe(1000);
    expect(seek(fresh, 99_000).at_ms).toBe(11_000);
  });

  it('begins anew when started at the end', () => {
    expect(toggle(seek(fresh, 11_000))).toMatchObject({ at_ms: 1000, playing: true });
  });
});
