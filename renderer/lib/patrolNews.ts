import type { UnitId } from '../../shared/domain/ids.ts';
import type { UnitState } from '../../shared/domain/incidents/state.ts';
import { isOnCall } from '../../shared/domain/units.ts';
import type { PresenceSlice } from './apartness.ts';
import { formatStopwatch } from './format.ts';
import type { Register } from './orderPeople.ts';
import type { Words } from './words.ts';

/** What the server says of a patrol on its way beside its status: it seems to be there, does not move, or has not been heard of. */
export type PatrolNews =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'not-moving' }
  /** `age_s`: how long ago its last place was measured. */
  | { readonly kind: 'no-place'; readonly age_s: number };

/** The news of a patrol; null where there is none, and for one that is free or on scene. */
export const patrolNews = (
  id: UnitId,
  { status }: Pick<UnitState, 'status'>,
  register: Register,
  { frame, age_s }: PresenceSlice,
): PatrolNews | null => {
  if (!isOnCall(status) || status === 'on-scene') return null;
  const handle = register.unitById.get(id)?.handle;
  const place = frame?.subjects.find((subject) => subject.handle === handle);
  if (place === undefined) return null;
  if (place.silent) return { kind: 'no-place', age_s: place.age_s + age_s };
  return place.finding === null ? null : { kind: place.finding };
};

/** The news in plain words. */
export const patrolNewsWords = ({ t }: Words, news: PatrolNews): string =>
  news.kind === 'no-place'
    ? t('unit.news.no-place', { age: formatStopwatch(news.age_s) })
    : t(`unit.news.${news.kind}`);
