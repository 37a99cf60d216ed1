import type { Order } from '../../../shared/domain/orders.ts';
import { tiersWithin } from '../../../shared/domain/tiers.ts';
import type { Summary } from './analyse.ts';
import type { AlertLine } from './lines.ts';
import { MAX_NUMBERS } from './notes.ts';
import type { Note } from './notes.ts';

/** Korea keeps UTC+9 all year. */
const KST_OFFSET_MS = 9 * 3_600_000;

/** Date and time in Korea. */
const seoul = (iso: string): string =>
  new Date(Date.parse(iso) + KST_OFFSET_MS)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');

const metres = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)} m`);

/** Farthest first. */
const limitsOf = ({ limits }: Order): string =>
  tiersWithin(limits)
    .map(({ id, limit_m }) => `${id} ${limit_m} m`)
    .toReversed()
    .join(', ');

/** What the report begins with. */
export const reportHead = (order: Order): string =>
  [
    `Order ${order.id} (${order.basis}), in force ${seoul(new Date(order.validFrom_ms).toISOString())} to ${seoul(new Date(order.validTo_ms).toISOString())}`,
    `Limits: ${limitsOf(order)}; zones: ${order.zones.length}`,
    'All times Korean (UTC+9). Distances: as measured (least – greatest with 95 % confidence).',
    '',
  ].join('\n');

const EVENTS: Readonly<Record<AlertLine['event'], string>> = {
  'alert.raised': 'raised',
  'alert.level': 'level',
  'alert.updated': 'surer',
  'alert.cleared': 'cleared',
};

/** One change of an alert as a line to read. */
export const reportLine = (line: AlertLine): string => {
  const { subject, closestAt, late } = line;
  const rule = subject === undefined ? line.rule : `${line.rule} of the ${subject}`;
  const distance =
    line.distance_m === null
      ? ''
      : `  ${metres(line.distance_m)} (${metres(line.distanceMin_m)} – ${metres(line.distanceMax_m)})`;
  const then = closestAt === undefined ? '' : `  at ${seoul(closestAt)}`;
  return [
    `${seoul(line.at)}  ${EVENTS[line.event].padEnd(7)}  ${rule.padEnd(22)}  ${line.level} ${line.certainty}, Code ${line.code}`,
    `${distance}${then}${line.cause === 'silence' ? '  by silence' : ''}${late === true ? '  LATE' : ''}  [${line.alertId}]`,
  ].join('');
};

const counted = (counts: Readonly<Record<string, number>>, unit: string): string => {
  const parts = Object.entries(counts).map(([name, n]) => `${name} ${n}${unit}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
};

const days = (count: number): string => Math.abs(count).toLocaleString('en-US');

const numbered = (unit: string, numbers: readonly number[], more: string): string =>
  numbers.length === 0 ? '' : `; ${unit}${numbers.length > 1 ? 's' : ''} ${numbers.join(', ')}${more}`;

/** A span of time in the largest unit that it fills. */
const inLargestUnit = (seconds: number): string => {
  if (seconds >= 86_400) return `${(seconds / 86_400).toFixed(1)} days`;
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;
};

/** One note in words. */
const noteWords = (note: Note): string => {
  switch (note.kind) {
    case 'no-fixes':
      return `No fix of the ${note.who} could be used: no distance was measured, no alert could be found`;
    case 'not-judged':
      return `${note.fixes} of ${note.of} reports of the ${note.who} could not be used or believed${note.seconds > 0 ? `, and for ${inLargestUnit(note.seconds)} no other came` : ''}: nothing was judged there, and no alert does not mean that nothing happened`;
    case 'outside-order':
      return `${note.fixes} of ${note.of} fixes of the ${note.who} lie outside the validity of the order, where nothing is judged (${seoul(note.from)} to ${seoul(note.to)})`;
    case 'clock-offset':
      return `${note.fixes} of them would lie within it if ${days(note.days)} days were ${note.days > 0 ? 'added to' : 'taken from'} their times: the week number of GPS begins anew every 1,024 weeks (7,168 days)`;
    case 'milliseconds':
      return `${note.fixes} of them would lie within it if the times of the ${note.who}, read as seconds, were milliseconds`;
    case 'no-common-time':
      return `The two were never known at the same time under the order: offender ${seoul(note.offender.from)} to ${seoul(note.offender.to)}, victim ${seoul(note.victim.from)} to ${seoul(note.victim.to)}`;
    case 'refused': {
      // A line on which several stand shows nobody which of them is meant.
      const lines = new Set(note.lines).size === note.lines.length ? note.lines : [];
      const more = note.fixes > MAX_NUMBERS ? ', …' : '';
      const where = `${numbered('line', lines, more)}${numbered('point', note.points ?? [], more)}`;
      return `${note.fixes} of the ${note.who} refused, ${note.reason}${where}; the first: ${note.field} ${note.message}`;
    }
    case 'after-later-ones':
      return `${note.fixes} fixes of the ${note.who} stand in the file after later ones: taken as received late, by up to ${inLargestUnit(note.upTo_s)}. If nothing was handed in so late, the file is out of order or a clock was wrong: sort or mend it and run it again`;
    case 'same-time':
      return `${note.fixes} fixes of the ${note.who} bear the same time as one before them at another place, and were not used: the file's times are too coarse to tell them apart${note.wholeMinutes ? ' (all of them are whole minutes)' : ''}`;
    case 'events-sorted':
      return `The events were out of order and have been sorted by time (${note.events})`;
    case 'sorted':
      return `The track of the ${note.who} was out of order and has been sorted by time (${note.fixes} fixes)`;
    case 'without-checksum':
      return `${note.fixes} fixes of the ${note.who} come from sentences without a checksum: nothing shows that they are whole`;
    case 'prefixed':
      return `${note.fixes} fixes of the ${note.who} come from sentences behind a logger's own text, which was passed over`;
    case 'estimated':
      return `${note.fixes} fixes of the ${note.who} were estimated by the receiver, not measured: a wider radius was taken`;
    case 'odd-accuracy':
      return `${note.fixes} fixes of the ${note.who} name an accuracy of zero: taken as not known`;
    case 'odd-speed':
    case 'odd-heading':
    case 'odd-battery':
      return `${note.fixes} fixes of the ${note.who} name a ${note.kind.slice('odd-'.length)} that is out of range or no number: taken as not known`;
  }
};

/** What the report ends with. */
export const reportSummary = (summary: Summary): string => {
  const { fixes, alerts, minDistance_m, minDistanceAt, exposure_s, notes } = summary;
  return [
    '',
    `Fixes: ${fixes.read} read, ${fixes.used} used, ${fixes.held} held back; refused: ${counted(fixes.refused, '')}`,
    `Alerts: ${alerts}`,
    `Closest: ${metres(minDistance_m)}${minDistanceAt === null ? '' : ` at ${seoul(minDistanceAt)}`}`,
    `Time at each level: ${counted(exposure_s, ' s')}`,
    ...notes.map((note) => `Note: ${noteWords(note)}`),
  ].join('\n');
};
