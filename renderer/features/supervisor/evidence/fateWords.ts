import type { TFunction } from 'i18next';
import type { Hold } from '../../../../shared/domain/incidents/state.ts';
import { formatDateTime } from '../../../lib/format.ts';
import type { Words } from '../../../lib/words.ts';
import type { PositionsFate } from './holds.ts';

/** Why a hold was set: its cause, and the reason somebody typed. */
export const holdWords = ({ t }: Words, { cause, reason }: Pick<Hold, 'cause' | 'reason'>): string =>
  reason === null ? t(`word.holdCause.${cause}`) : `${t(`word.holdCause.${cause}`)}: ${reason}`;

/** What becomes of the positions, in a few words; why they are held stands with the holds. */
export const shortFate = (t: TFunction<'supervisor'>, fate: PositionsFate, closed: boolean): string => {
  switch (fate.kind) {
    case 'deleted':
      return t('positions.deleted');
    case 'kept-until-closed':
      return t(closed ? 'positions.deleting' : 'positions.untilClosed');
    case 'kept-with-story':
      return t('positions.withStory');
    case 'held-with-story':
      return t('positions.heldByStory', { time: formatDateTime(fate.hold.until_ms) });
    case 'held':
      return t('positions.heldUntil', { time: formatDateTime(fate.hold.until_ms) });
  }
};

/** What becomes of the positions, and why. */
export const fateWords = (t: TFunction<'supervisor'>, words: Words, fate: PositionsFate, closed: boolean): string =>
  fate.kind === 'held'
    ? t('positions.held', { time: formatDateTime(fate.hold.until_ms), why: holdWords(words, fate.hold) })
    : shortFate(t, fate, closed);
