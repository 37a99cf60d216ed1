import type { EscapeOption, OffenderWay, RankedUnit } from '../../../shared/protocol/messages.ts';
import type { Apartness } from '../../lib/apartness.ts';
import { contactNow } from '../../lib/contact.ts';
import { formatAgo, formatDistance, formatStopwatch } from '../../lib/format.ts';
import type { Words } from '../../lib/words.ts';

/** A lead promises no second too much, a delay hides none. */
const lead = (margin_s: number): string => formatStopwatch(Math.abs(Math.floor(margin_s)));

/** Why a patrol has its place in the race: its way, and how old its position is. */
export const patrolReason = ({ t, common }: Words, { distance_m, via, fixAge_s }: RankedUnit): string =>
  [
    t('unit.way', { distance: formatDistance(common, distance_m), via: t(`unit.${via}`) }),
    formatAgo(common, fixAge_s),
  ].join(' · ');

/**
 * How a patrol stands against the contact: the earliest that the data allow, and the expected one where the two close in; null where nobody
 * knows.
 */
export const patrolMargins = ({ t }: Words, { margins }: RankedUnit): string | null => {
  if (margins === null) return null;
  const { earliest_s, expected_s } = margins;
  const parts = [t(earliest_s >= 0 ? 'unit.earliestBefore' : 'unit.earliestAfter', { time: lead(earliest_s) })];
  if (expected_s !== null)
    parts.push(t(expected_s >= 0 ? 'unit.expectedBefore' : 'unit.expectedAfter', { time: lead(expected_s) }));
  return parts.join(' · ');
};

/** The offender's way to the victim and the earliest contact; `since_s` is how long ago that was reckoned. */
export const offenderWay = ({ t, common }: Words, way: OffenderWay, since_s: number): string =>
  t('panel.offenderWay', {
    distance: formatDistance(common, way.distance_m),
    via: t(`unit.${way.via}`),
    time: formatStopwatch(way.earliest_s),
    age: formatAgo(common, way.fixAge_s + since_s),
  });

type ContactWords = { readonly text: string; readonly isTime: boolean; readonly detail: string };

/**
 * When contact is expected, counting down, and between what it lies; else why there is no time: not closing, not known, or not open to this
 * desk. A figure of a frame that is late says so.
 */
export const contactWords = ({ t, common }: Words, apart: Apartness | null): ContactWords => {
  const contact = contactNow(apart);
  const trend = apart === null || apart.trend === null ? '' : t(`word.trend.${apart.trend}`);
  const stale = (detail: string): string =>
    apart === null ? detail : t('panel.staleContact', { age: formatAgo(common, apart.age_s) });
  switch (contact.kind) {
    case 'time': {
      const { expected_s, from_s, to_s, isStale } = contact;
      const range = t('panel.contactRange', { from: formatStopwatch(from_s), to: formatStopwatch(Math.ceil(to_s)) });
      return { text: formatStopwatch(expected_s), isTime: true, detail: isStale ? stale(range) : range };
    }
    case 'within':
      return { text: t('panel.inContact'), isTime: false, detail: contact.isStale ? stale(trend) : trend };
    case 'not-closing':
      return { text: t('panel.notClosing'), isTime: false, detail: trend };
    case 'unknown':
      return { text: t('panel.contactUnknown'), isTime: false, detail: trend };
    case 'not-open':
    case 'no-figure':
      return { text: '—', isTime: true, detail: trend };
  }
};

/** How a way to safety stands against the offender, and the side the offender would come from. */
export const escapeReason = ({ t }: Words, { race }: EscapeOption): string => {
  if (race === null) return t('escape.unknown');
  const time = lead(race.margin_s);
  const from =
    race.side === null ? t('escape.maybeThere') : t('escape.from', { sector: t(`word.sector.${race.side}`) });
  return `${t(race.ahead ? 'escape.before' : 'escape.behind', { time })} · ${from}`;
};
