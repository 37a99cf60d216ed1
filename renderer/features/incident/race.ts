import type { EscapeOption, OffenderWay, RankedUnit } from '../../../shared/protocol/messages.ts';
import { formatAgo, formatDistance, formatStopwatch } from '../../lib/format.ts';
import type { Words } from '../../lib/words.ts';

/** A lead promises no second too much, a delay hides none. */
const lead = (margin_s: number): string => formatStopwatch(Math.abs(Math.floor(margin_s)));

/** Why a patrol has its place in the race: its way, how old its position is, and how it stands against the offender. */
export const patrolReason = ({ t, common }: Words, ranked: RankedUnit): string => {
  const { distance_m, via, fixAge_s, margin_s } = ranked;
  const parts = [
    t('unit.way', { distance: formatDistance(common, distance_m), via: t(`unit.${via}`) }),
    formatAgo(common, fixAge_s),
  ];
  if (margin_s !== null) parts.push(t(margin_s >= 0 ? 'unit.before' : 'unit.after', { time: lead(margin_s) }));
  return parts.join(' · ');
};

/** The offender's way to the victim and the soonest they can be there. */
export const offenderWay = ({ t, common }: Words, way: OffenderWay): string =>
  t('panel.offenderWay', {
    distance: formatDistance(common, way.distance_m),
    via: t(`unit.${way.via}`),
    time: formatStopwatch(way.reach_s),
    age: formatAgo(common, way.fixAge_s),
  });

/** How a way to safety stands against the offender, and the side the offender would come from. */
export const escapeReason = ({ t }: Words, { race }: EscapeOption): string => {
  if (race === null) return t('escape.unknown');
  const time = lead(race.margin_s);
  const from =
    race.side === null ? t('escape.maybeThere') : t('escape.from', { sector: t(`word.sector.${race.side}`) });
  return `${t(race.ahead ? 'escape.before' : 'escape.behind', { time })} · ${from}`;
};
