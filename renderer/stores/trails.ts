import type { Handle } from '../../shared/domain/ids.ts';
import type { LeaseOpened } from '../../shared/protocol/messages.ts';
import type { TrackPoint } from '../../shared/protocol/track.ts';
import type { SubjectPresence } from '../../shared/protocol/presence.ts';
import type { DirectoryIndex } from './directoryIndex.ts';

export type Trails = ReadonlyMap<Handle, readonly TrackPoint[]>;

/** A lead-in is at most 15 minutes long; the trail drawn after it keeps to the same bound. */
export const TRAIL_MEMORY_MS = 15 * 60_000;

/** Ages travel in tenths of a second, so one and the same fix may seem to move by that much between frames. */
const SAME_FIX_MS = 250;

const bounded = (points: readonly TrackPoint[]): readonly TrackPoint[] => {
  const newest = points.at(-1);
  if (newest === undefined) return points;
  const from = newest.at_ms - TRAIL_MEMORY_MS;
  const first = points[0];
  return first === undefined || first.at_ms >= from ? points : points.filter((point) => point.at_ms >= from);
};

/** Handles of the people that the leases open. */
export const leasedHandles = (leases: readonly LeaseOpened[], index: DirectoryIndex): ReadonlySet<Handle> => {
  const handles = new Set<Handle>();
  for (const { lease } of leases) {
    for (const id of lease.subjects) {
      const listed = index.personById.get(id);
      if (listed !== undefined) handles.add(listed.handle);
    }
  }
  return handles;
};

const merged = (a: readonly TrackPoint[], b: readonly TrackPoint[]): readonly TrackPoint[] => {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const byTime = new Map<number, TrackPoint>();
  for (const point of [...a, ...b]) byTime.set(point.at_ms, point);
  return [...byTime.values()].toSorted((x, y) => x.at_ms - y.at_ms);
};

/** Trails under the given leases: those known are kept, lead-ins of `fresh` are merged in, and what no lease covers is dropped. */
export const seedTrails = (
  trails: Trails,
  leases: readonly LeaseOpened[],
  fresh: readonly LeaseOpened[],
  index: DirectoryIndex,
): Trails => {
  const next = new Map<Handle, readonly TrackPoint[]>();
  for (const handle of leasedHandles(leases, index)) next.set(handle, trails.get(handle) ?? []);
  for (const { leadIn } of fresh) {
    for (const track of leadIn) {
      const handle = index.personById.get(track.personId)?.handle;
      const known = handle === undefined ? undefined : next.get(handle);
      if (handle !== undefined && known !== undefined) next.set(handle, bounded(merged(known, track.points)));
    }
  }
  return next;
};

const toPoint = (subject: SubjectPresence, serverTime_ms: number): TrackPoint => ({
  at_ms: Math.round(serverTime_ms - subject.age_s * 1000),
  lon: subject.lon,
  lat: subject.lat,
  // A frame carries the 95 % radius only; as an accuracy it errs on the wide side, never on the sure one.
  accuracy_m: subject.radius_m,
  heading_deg: subject.heading_deg,
  speed_mps: subject.speed_mps,
});

/** Appends one frame's positions to the trails that exist; a fix already in a trail adds nothing. */
export const extendTrails = (trails: Trails, subjects: readonly SubjectPresence[], serverTime_ms: number): Trails => {
  let next: Map<Handle, readonly TrackPoint[]> | null = null;
  for (const subject of subjects) {
    const trail = trails.get(subject.handle);
    if (trail === undefined || subject.silent) continue;
    const point = toPoint(subject, serverTime_ms);
    const last = trail.at(-1);
    if (last !== undefined && point.at_ms - last.at_ms < SAME_FIX_MS) continue;
    next ??= new Map(trails);
    next.set(subject.handle, bounded([...trail, point]));
  }
  return next ?? trails;
};
