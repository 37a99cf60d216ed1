import { namedOffset, ruleKey } from '../../../shared/domain/alerts.ts';
import type { AlertState, Separation } from '../../../shared/domain/alerts.ts';
import type { Entry, EntryBody } from '../../../shared/domain/incidents/entries.ts';
import type { RunSummary } from './summary.ts';

const clock = (seconds: number): string => {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(3)}:${String(whole % 60).padStart(2, '0')}`;
};

const metres = ({ distance_m, min_m, max_m }: Separation): string =>
  `${Math.round(distance_m)} m (${Math.round(min_m)}–${Math.round(max_m)})`;

const clockText = (offset_s: number): string => {
  const { direction, unit, n } = namedOffset(offset_s);
  return `clock ${n} ${unit} ${direction}`;
};

const alertText = ({ rule, level, certainty, code, separation, clockOffset_s }: AlertState): string =>
  [
    ruleKey(rule),
    ...(clockOffset_s === undefined ? [] : [clockText(clockOffset_s)]),
    level,
    certainty,
    `code ${code}`,
    ...(separation === null ? [] : [metres(separation)]),
  ].join(', ');

const detail = (body: EntryBody): string => {
  switch (body.kind) {
    case 'incident.raised':
      return body.orderId;
    case 'alert.raised':
    case 'alert.level':
    case 'alert.updated':
    case 'alert.repeated':
      return alertText(body.alert);
    case 'alert.cleared':
      return `${body.alertId}, ${body.reason}`;
    case 'distance.measured':
      return `${body.victim}, ${metres(body.separation)}`;
    case 'lease.granted':
      return `${body.purpose}, ${body.subjects.join(' ')}`;
    default:
      // Only what an operator does is left, and nobody sits at the desks of a headless run.
      return '';
  }
};

/** One entry as a line for a person: scenario time, kind, incident, what it says. Never a coordinate. */
export const entryLine = (entry: Entry, start_ms: number): string =>
  `${clock((entry.at_ms - start_ms) / 1000)}  ${entry.body.kind.padEnd(18)} ${entry.incidentId ?? '-'}  ${detail(entry.body)}`.trimEnd();

/** The last line of a run. */
export const summaryLine = (summary: RunSummary): string => {
  const { firstAlert_s: first, closest_m: closest } = summary;
  return [
    `${summary.scenario}, seed ${summary.seed}: ${summary.entries} entries, ${summary.incidents} incidents`,
    ...(first === null ? ['no alert'] : [`first alert after ${Math.round(first)} s`]),
    ...(closest === null ? [] : [`closest ${closest} m`]),
  ].join(', ');
};
