import type { Fix, KeptFix } from '../../../shared/domain/fixes.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Order, Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isReachable, judge } from '../../../shared/domain/proximity/plausible.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import { createTrackBuffer } from './buffer.ts';
import type { TrackBuffer } from './buffer.ts';
import { medianInterval_s, notePace, noteTime, paceFrom } from './pace.ts';
import type { Pace } from './pace.ts';
import { takeIn, trustFrom } from './trust.ts';
import type { Trust } from './trust.ts';
import { noFlips, withFlip } from './twoPlaces.ts';
import type { Flips } from './twoPlaces.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';

/**
 * What became of a fix, and of one that was held before it: what the rules are to hear, oldest first. Refused: the same subject and time
 * was already there, or a late fix that cannot lie between its neighbours.
 */
export type Joined = {
  readonly heard: readonly Heard[];
  readonly refused: 'duplicate' | 'implausible' | null;
  /** True when a fix that was held has been dropped: the track went on without it. */
  readonly dropped: boolean;
};

type Who = Pick<Person, 'id' | 'interval_s'>;

/** Recent tracks of all people, in memory only and never longer than the policy allows. */
export type Tracks = {
  readonly add: (person: Who, fix: Fix) => Joined;
  /**
   * Fixes of one person that came together, taken in order of their time; `weigh` is given what became of each, in the order given. Nothing of
   * the track is forgotten before it is done, however far the fixes reach back.
   */
  readonly addAll: (person: Who, fixes: readonly Fix[], weigh: (joined: readonly Joined[]) => void) => void;
  /** A last fix from before a restart: a known place and how fast they were, but nothing heard yet. */
  readonly restore: (person: Who, kept: KeptFix) => void;
  /** Another device speaks for this person: what the one before said is forgotten, so that it cannot overrule the new one. */
  readonly startOver: (person: PersonId) => void;
  /** A message came from a person's device, whatever it held. */
  readonly hear: (person: PersonId, at_ms: number) => void;
  readonly subject: (person: PersonId) => Subject | null;
  /** The same under an order that began at `from_ms`: null where all that is known of the person is from before it. */
  readonly subjectSince: (person: PersonId, from_ms: number) => Subject | null;
  /** The same under an order: what is known from before it says nothing under it. */
  readonly subjectUnder: (order: Pick<Order, 'validFrom_ms'>, person: PersonId) => Subject | null;
  /** A person's track of the last minutes before `now_ms`; of one long silent nothing. */
  readonly recent: (person: PersonId, now_ms: number) => readonly TrackPoint[];
  /** Forgets what is older than the memory; of those who have been silent for longer the last fix stays. */
  readonly expire: (now_ms: number, bulkhead: Pick<Bulkhead, 'run'>) => void;
};

/**
 * A subject as it is kept: changed in place, one object a person, because thousands of fixes a second would otherwise make as many new
 * ones that all live until the next. Whoever is given it as a `Subject` reads it at once and keeps nothing of it.
 */
type Track = { -readonly [K in keyof Subject]: Subject[K] } & {
  readonly buffer: TrackBuffer;
  /** When the last fixes were taken, oldest first; null of a device whose interval is configured. */
  readonly times_ms: number[] | null;
  readonly pace: Pace;
  readonly trust: Trust;
  flips: Flips;
  /** Since when its newest fix has been long past at each message: a queue that is handed in, or a clock that is behind. Null where it is not. */
  behindSince_ms: number | null;
  /** Until then nothing of it is forgotten; null where the memory's own time counts. */
  keptUntil_ms: number | null;
};

/** In times that a next message of a queue is waited for: how long a queue is kept after its last message, and at most after its first. */
const KEPT_AFTER = 3;
const QUEUE_AT_MOST = 6;

const refuse = (refused: Joined['refused']): Joined => ({ heard: [], refused, dropped: false });

export const createTracks = (policy: Policy): Tracks => {
  const known = new Map<PersonId, Track>();
  /** Fixes counted before a person's track started over: rules compare counts, so they never fall back. */
  const earlier = new Map<PersonId, number>();
  const { defaultAccuracy_m, defaultInterval_s } = policy.uncertainty;
  const memory_ms = policy.track.memory_s * 1000;
  const handIn_ms = policy.fixes.handIn_s * 1000;

  const remember = (who: Who, fix: Fix, fixes: number, pace: Pace = paceFrom(fix)): void => {
    const buffer = createTrackBuffer(memory_ms, defaultAccuracy_m);
    buffer.add(fix);
    known.set(who.id, {
      ...{ fix, before_ms: fix.at_ms, held: null, interval_s: who.interval_s ?? defaultInterval_s },
      ...{ isIntervalKnown: who.interval_s !== null, times_ms: who.interval_s === null ? [fix.at_ms] : null },
      ...{ topSpeed_mps: pace.speed_mps, fixes, path: buffer.path, buffer, pace },
      ...{
        heard_ms: fix.at_ms,
        twoPlaces: null,
        doubted_ms: null,
        hasCollapsed: false,
        trust: trustFrom(fix),
        flips: noFlips,
        behindSince_ms: null,
        keptUntil_ms: null,
      },
    });
  };

  /** Puts a fix at the head of a track. */
  const advance = (track: Track, who: Who, fix: Fix, held: Fix | null): Heard => {
    const { buffer } = track;
    const bornOut_ms = takeIn(track.trust, fix, policy);
    if (bornOut_ms !== null) buffer.believe(bornOut_ms);
    buffer.add(fix, track.trust.doubted !== null);
    track.doubted_ms = track.trust.doubted?.since_ms ?? null;
    track.hasCollapsed = track.trust.doubted?.hasCollapsed ?? false;
    notePace(track.pace, buffer, fix, track.trust.isStep, policy);
    track.before_ms = track.fix.at_ms;
    track.fix = fix;
    track.held = held;
    track.heard_ms = Math.max(track.heard_ms, fix.at_ms);
    if (track.times_ms !== null) noteTime(track.times_ms, fix.at_ms, policy);
    const interval_s = track.times_ms === null ? who.interval_s : medianInterval_s(track.times_ms, policy);
    track.isIntervalKnown = interval_s !== null;
    track.interval_s = interval_s ?? defaultInterval_s;
    track.topSpeed_mps = track.pace.speed_mps;
    track.fixes += 1;
    if (track.flips.count > 0) track.twoPlaces = elsewhere(track);
    return { person: who.id, as: 'present', fix, since_ms: bornOut_ms };
  };

  const elsewhere = ({ flips, fix }: Track): Fix | null =>
    flips.count > 2 && fix.at_ms - flips.at_ms <= policy.fixes.twoPlaces_s * 1000 ? flips.other : null;

  /** The device has been in another place than its track says, or has gone there: when it does so again it is in two. */
  const flip = (track: Track, other: Fix, here: Fix, gone: boolean): void => {
    track.flips = withFlip(track.flips, other, here, gone, policy);
    track.twoPlaces = elsewhere(track);
  };

  const hold = (track: Track, who: Who, fix: Fix, dropped: Fix | null): Joined => {
    if (dropped !== null) flip(track, dropped, track.fix, false);
    track.held = fix;
    track.heard_ms = Math.max(track.heard_ms, fix.at_ms);
    return { heard: [{ person: who.id, as: 'held', fix, since_ms: null }], refused: null, dropped: dropped !== null };
  };

  /** A fix older than the head: it joins where it belongs, if it can lie between its neighbours. */
  const addLate = (track: Track, who: Who, fix: Fix): Joined => {
    const { buffer } = track;
    const { path } = buffer;
    const index = path.upTo(fix.at_ms);
    const at = (i: number): Fix => ({
      ...fix,
      at_ms: path.at_ms(i),
      lon: path.lon(i),
      lat: path.lat(i),
      accuracy_m: path.accuracy_m(i),
    });
    if (path.at_ms(index) === fix.at_ms) return refuse('duplicate');
    const follows = index < 0 || isReachable(at(index), fix, policy);
    const leads = index + 1 >= path.size() || isReachable(fix, at(index + 1), policy);
    if (!follows || !leads) return refuse('implausible');
    buffer.add(fix);
    if (track.times_ms !== null) noteTime(track.times_ms, fix.at_ms, policy);
    return { heard: [{ person: who.id, as: 'late', fix, since_ms: null }], refused: null, dropped: false };
  };

  /** A fix between the head and the one held: it is judged by the head alone, and may make the held one believable. */
  const addBeforeHeld = (track: Track, who: Who, fix: Fix, held: Fix): Joined => {
    if (!isReachable(track.fix, fix, policy)) return refuse('implausible');
    const first = advance(track, who, fix, held);
    if (!isReachable(fix, held, policy)) return { heard: [first], refused: null, dropped: false };
    return { heard: [first, advance(track, who, held, null)], refused: null, dropped: false };
  };

  const add: Tracks['add'] = (who, fix) => {
    const track = known.get(who.id);
    if (track === undefined) {
      remember(who, fix, (earlier.get(who.id) ?? 0) + 1);
      return { heard: [{ person: who.id, as: 'present', fix, since_ms: null }], refused: null, dropped: false };
    }
    const { fix: last, held } = track;
    if (fix.at_ms === last.at_ms || fix.at_ms === held?.at_ms) return refuse('duplicate');
    if (fix.at_ms < last.at_ms) return addLate(track, who, fix);
    if (held !== null && fix.at_ms < held.at_ms) return addBeforeHeld(track, who, fix, held);
    const judged = judge(last, held, fix, policy);
    if (judged.next === 'hold') return hold(track, who, fix, held);
    if (held === null) return { heard: [advance(track, who, fix, null)], refused: null, dropped: false };
    const dropped = judged.held === 'drop';
    const heard = [...(dropped ? [] : [advance(track, who, held, null)]), advance(track, who, fix, null)];
    flip(track, dropped ? held : last, fix, !dropped);
    return { heard, refused: null, dropped };
  };

  const subjectSince: Tracks['subjectSince'] = (person, from_ms) => {
    const track = known.get(person);
    return track === undefined || track.fix.at_ms < from_ms ? null : track;
  };

  /**
   * A queue that comes message after message is one queue: nothing of it is forgotten before the last of it, and what the other's device
   * hands in at the same time, have been weighed. A clock that is behind is no queue, and keeps nothing for longer than one could take.
   */
  const noteQueue = (track: Track): void => {
    const isBehind = track.heard_ms - track.fix.at_ms > policy.track.maxLeg_s * 1000;
    if (!isBehind) {
      track.behindSince_ms = null;
      return;
    }
    track.behindSince_ms ??= track.heard_ms;
    const longest_ms = track.behindSince_ms + QUEUE_AT_MOST * handIn_ms;
    track.keptUntil_ms = Math.min(track.heard_ms + KEPT_AFTER * handIn_ms, longest_ms);
  };

  const expireTrack = (track: Track, now_ms: number): void => {
    const { buffer, fix, keptUntil_ms } = track;
    if (keptUntil_ms !== null) {
      if (now_ms < keptUntil_ms) return;
      track.keptUntil_ms = null;
      buffer.keepAll(false);
    }
    if (fix.at_ms < now_ms - memory_ms) buffer.keepLast();
    else buffer.expire(now_ms);
  };

  return {
    add,
    addAll: (who, fixes, weigh) => {
      const before = known.get(who.id)?.buffer;
      before?.keepAll(true);
      const [only] = fixes;
      try {
        if (only !== undefined && fixes.length === 1) {
          weigh([add(who, only)]);
          return;
        }
        const order = fixes
          .map((_, index) => index)
          .toSorted((a, b) => (fixes[a]?.at_ms ?? 0) - (fixes[b]?.at_ms ?? 0));
        const joined = new Map<number, Joined>();
        for (const index of order) {
          const fix = fixes[index];
          if (fix !== undefined) joined.set(index, add(who, fix));
          // The first fix of a track begins it.
          known.get(who.id)?.buffer.keepAll(true);
        }
        weigh(fixes.map((_, index) => joined.get(index) ?? refuse('duplicate')));
      } finally {
        const track = known.get(who.id);
        if (track !== undefined) {
          noteQueue(track);
          track.buffer.keepAll(track.keptUntil_ms !== null && track.heard_ms < track.keptUntil_ms);
        }
      }
    },
    restore: (who, { topSpeed_mps = 0, ...fix }) => {
      const pace = paceFrom(fix);
      // When they were so fast is not kept: as if with the last fix, so that it counts no shorter than it would have.
      remember(who, fix, 0, { ...pace, speed_mps: Math.max(pace.speed_mps, topSpeed_mps) });
    },
    startOver: (person) => {
      earlier.set(person, known.get(person)?.fixes ?? 0);
      known.delete(person);
    },
    hear: (person, at_ms) => {
      const track = known.get(person);
      if (track !== undefined) track.heard_ms = Math.max(track.heard_ms, at_ms);
    },
    subject: (person) => known.get(person) ?? null,
    subjectSince,
    subjectUnder: (order, person) => subjectSince(person, order.validFrom_ms),
    recent: (person, now_ms) =>
      (known.get(person)?.buffer.points() ?? []).filter((point) => point.at_ms >= now_ms - memory_ms),
    expire: (now_ms, { run }) => {
      for (const [person, track] of known) run('upkeep', person, () => expireTrack(track, now_ms));
    },
  };
};
