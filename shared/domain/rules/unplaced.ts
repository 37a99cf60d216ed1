import type { DeviceEventKind } from '../fixes.ts';
import type { PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { age_s, grace_s } from '../proximity/radius.ts';
import type { Subject } from '../proximity/types.ts';
import { isAwaited } from './awaited.ts';
import { isClockBehind, ONE_MESSAGE_MS } from './told.ts';
import type { Told } from './told.ts';
import type { OrderScene } from './types.ts';

/** Names of one trouble: no new valid fix. Of a person one of them runs at a time; it may change its name while it lasts. */
export const UNPLACED = ['silence', 'no-valid-place', 'stuck'] as const satisfies readonly DeviceEventKind[];
export type Unplaced = (typeof UNPLACED)[number];

export const isUnplaced = (kind: DeviceEventKind): kind is Unplaced => UNPLACED.some((one) => one === kind);

/** True when there has been no new fix of a person that can be believed for so long, seconds. Before a first fix it counts from when the watch began. */
const isWithoutFix = (scene: OrderScene, subject: Subject | null, after_s: number, policy: Policy): boolean => {
  const { now_ms, watchedFrom_ms } = scene;
  if (subject !== null) return age_s(subject, now_ms) >= after_s && isAwaited(scene, subject, policy);
  return watchedFrom_ms !== null && now_ms - watchedFrom_ms >= after_s * 1000;
};

/** Seconds since a moment; infinite where there was none. */
const since_s = (at_ms: number | null | undefined, now_ms: number): number =>
  at_ms === null || at_ms === undefined ? Infinity : (now_ms - at_ms) / 1000;

const isAfterFixes = (told: Told, at_ms: number | null | undefined): at_ms is number =>
  at_ms !== null && at_ms !== undefined && at_ms - (told.fix_ms ?? -Infinity) > ONE_MESSAGE_MS;

/**
 * What a device does that is heard without a new fix: `stuck` where it repeats one, `no-valid-place` where its messages hold none; null
 * where it is not heard. Within `window_s` a message counts; a name that still holds is kept, so that it does not change to and fro.
 */
const heardAs = (
  told: Told | null,
  now_ms: number,
  running: Unplaced | null,
  window_s: number,
): 'stuck' | 'no-valid-place' | null => {
  if (told === null || !isAfterFixes(told, told.heard_ms) || since_s(told.heard_ms, now_ms) >= window_s) return null;
  const placeless_ms = told.signs.get('no-valid-place')?.last_ms;
  const goesOn = isAfterFixes(told, placeless_ms) && since_s(placeless_ms, now_ms) < window_s;
  if (running === 'no-valid-place' && goesOn) return running;
  const repeats = isAfterFixes(told, told.repeated_ms) && since_s(told.repeated_ms, now_ms) < window_s;
  return repeats ? 'stuck' : 'no-valid-place';
};

/** True while a first fix that was held waits for the next, which says what to believe of it: for as long as that may take, and no longer. */
const isAwaitingNext = (told: Told | null, subject: Subject | null, now_ms: number, policy: Policy): boolean => {
  if (told === null || told.held === null || told.held.first_ms !== told.held.last_ms || subject === null) return false;
  return since_s(told.held.first_ms, now_ms) < Math.min(grace_s(subject, policy), policy.silence.after_s);
};

/** Of an offender whatever is no new valid fix is the same trouble, and is told as soon as silence is. */
const ofOffender = (scene: OrderScene, running: Unplaced | null, policy: Policy): Unplaced | null => {
  const { order, now_ms } = scene;
  const { after_s } = policy.silence;
  const subject = scene.subjectOf(order.offender);
  if (!isWithoutFix(scene, subject, after_s, policy)) return null;
  const told = scene.toldOf(order.offender);
  if (running === null && isAwaitingNext(told, subject, now_ms, policy)) return null;
  const window_s = running === null || running === 'silence' ? after_s : policy.trouble.unheardAfter_s;
  // Heard all the time, and each of its fixes is as old as its clock is behind: it is not silent, and nobody knows where he is.
  if (told !== null && isClockBehind(told, policy) && since_s(told.heard_ms, now_ms) < window_s)
    return 'no-valid-place';
  return heardAs(told, now_ms, running, window_s) ?? 'silence';
};

/** A victim's phone that is heard is not silent. What it does instead of moving is told where it lasts. */
const ofVictim = (scene: OrderScene, person: PersonId, running: Unplaced | null, policy: Policy): Unplaced | null => {
  const { now_ms, watchedFrom_ms } = scene;
  const { after_s, locationLostAfter_s } = policy.silence;
  const subject = scene.subjectOf(person);
  const told = scene.toldOf(person);
  if (!isWithoutFix(scene, subject, after_s, policy)) {
    // A device that reports too seldom is silent until it reports in time: its fix alone does not end that.
    return running === 'silence' && subject !== null && !isSteady(told, after_s) ? running : null;
  }
  // A server that was away does not know when the phone was last heard: it gives it the time in which it should be.
  const unheard_s = Math.min(...[told?.heard_ms, subject?.heard_ms, watchedFrom_ms].map((at) => since_s(at, now_ms)));
  if (unheard_s >= after_s) return 'silence';
  if (running === 'silence' && !isSteady(told, after_s)) return running;
  const heard = heardAs(told, now_ms, running, policy.trouble.unheardAfter_s);
  if (heard === null) return null;
  const { notMovedAfter_s } = policy.trouble;
  if (told !== null && told.held !== null && since_s(told.held.first_ms, now_ms) >= notMovedAfter_s) return heard;
  // Without any fix there is no last known place to watch over.
  const place = subject === null ? after_s : locationLostAfter_s;
  return isWithoutFix(scene, subject, heard === 'stuck' ? notMovedAfter_s : place, policy) ? heard : null;
};

/** True when the last two messages of a device came within the time after which it would be silent. */
const isSteady = (told: Told | null, after_s: number): boolean =>
  told !== null &&
  told.heard_ms !== null &&
  told.heardBefore_ms !== null &&
  told.heard_ms - told.heardBefore_ms < after_s * 1000;

/**
 * By what name somebody is without a new valid fix now, null where they are not; `running` is the name it goes by, null where none is told.
 */
export const unplacedAs = (
  scene: OrderScene,
  person: PersonId,
  running: Unplaced | null,
  policy: Policy,
): Unplaced | null => {
  // What ran before a restart runs on until the device has had its time to speak.
  const spoke = scene.toldOf(person)?.heard_ms ?? null;
  const { now_ms, watchedFrom_ms } = scene;
  if (running !== null && spoke === null && since_s(watchedFrom_ms, now_ms) < policy.trouble.unheardAfter_s)
    return running;
  return person === scene.order.offender
    ? ofOffender(scene, running, policy)
    : ofVictim(scene, person, running, policy);
};
