import type { Fix } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Subject } from '../../../shared/domain/rules/types.ts';
import type { TrackPoint } from '../../../shared/protocol/messages.ts';
import { createTrackBuffer } from './buffer.ts';
import type { TrackBuffer } from './buffer.ts';

/** What became of a fix: it is the present, it joined the past, or the same subject and time was already there. */
export type Joined = 'present' | 'late' | 'duplicate';

/** Recent tracks of all people, in memory only and never longer than the policy allows. */
export type Tracks = {
  readonly add: (person: Person, fix: Fix) => Joined;
  /** A last fix from before a restart: a known place, but nothing heard yet. */
  readonly restore: (person: Person, fix: Fix) => void;
  /** Another device speaks for this person: what the one before said is forgotten, so that it cannot overrule the new one. */
  readonly startOver: (person: PersonId) => void;
  readonly subject: (person: PersonId) => Subject | null;
  /** A person's track of the last minutes before `now_ms`; of one long silent nothing. */
  readonly recent: (person: PersonId, now_ms: number) => readonly TrackPoint[];
  /** Forgets the tracks of those who have been silent for longer than the memory; their last fix stays. */
  readonly expire: (now_ms: number) => void;
};

type Known = { readonly buffer: TrackBuffer; subject: Subject };

export const createTracks = (policy: Policy): Tracks => {
  const known = new Map<PersonId, Known>();
  /** Fixes counted before a person's track started over: rules compare counts, so they never fall back. */
  const earlier = new Map<PersonId, number>();
  const { defaultAccuracy_m, speedWindow_s } = policy.uncertainty;
  const memory_ms = policy.track.memory_s * 1000;

  /** Fastest reported speed in the window up to a fix; between two fixes where the device reports none. */
  const topSpeed = (buffer: TrackBuffer, fix: Fix, before: Fix | null): number => {
    let top = 0;
    buffer.backTo(fix.at_ms - speedWindow_s * 1000, (_at_ms, speed) => {
      top = Math.max(top, speed ?? 0);
    });
    if (fix.speed_mps !== null || before === null) return top;
    const dt_s = (fix.at_ms - before.at_ms) / 1000;
    if (dt_s > speedWindow_s) return top;
    return Math.max(top, distance_m([before.lon, before.lat], [fix.lon, fix.lat]) / dt_s);
  };

  const remember = (person: Person, fix: Fix, fixes: number): void => {
    const buffer = createTrackBuffer(memory_ms, defaultAccuracy_m);
    buffer.add(fix);
    const subject = { fix, interval_s: person.interval_s, topSpeed_mps: fix.speed_mps ?? 0, fixes };
    known.set(person.id, { buffer, subject });
  };

  const add: Tracks['add'] = (person, fix) => {
    const before = known.get(person.id);
    if (before === undefined) {
      remember(person, fix, (earlier.get(person.id) ?? 0) + 1);
      return 'present';
    }
    const { buffer, subject } = before;
    if (fix.at_ms === subject.fix.at_ms || !buffer.add(fix)) return 'duplicate';
    const fixes = subject.fixes + 1;
    if (fix.at_ms < subject.fix.at_ms) {
      before.subject = { ...subject, fixes };
      return 'late';
    }
    const topSpeed_mps = topSpeed(buffer, fix, subject.fix);
    before.subject = { fix, interval_s: person.interval_s, topSpeed_mps, fixes };
    return 'present';
  };

  return {
    add,
    restore: (person, fix) => remember(person, fix, 0),
    startOver: (person) => {
      earlier.set(person, known.get(person)?.subject.fixes ?? 0);
      known.delete(person);
    },
    subject: (person) => known.get(person)?.subject ?? null,
    recent: (person, now_ms) =>
      (known.get(person)?.buffer.points() ?? []).filter((point) => point.at_ms >= now_ms - memory_ms),
    expire: (now_ms) => {
      for (const { buffer, subject } of known.values()) if (subject.fix.at_ms < now_ms - memory_ms) buffer.clear();
    },
  };
};
