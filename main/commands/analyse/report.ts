import type { Order } from '../../../shared/domain/orders.ts';
import type { Summary } from './analyse.ts';
import type { AlertLine } from './lines.ts';

/** Korea keeps UTC+9 all year. */
const KST_OFFSET_MS = 9 * 3_600_000;

/** Date and time in Korea. */
const seoul = (iso: string): string =>
  new Date(Date.parse(iso) + KST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

const metres = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)} m`);

/** What the report begins with. */
export const reportHead = (order: Order): string =>
  [
    `Order ${order.id} (${order.basis}), in force ${seoul(new Date(order.validFrom_ms).toISOString())} to ${seoul(new Date(order.validTo_ms).toISOString())}`,
    `Limits: warning ${order.limits.warning_m} m, alert ${order.limits.alert_m} m, contact ${order.limits.contact_m} m; zones: ${order.zones.length}`,
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

/** What the report ends with. */
export const reportSummary = ({ fixes, alerts, minDistance_m, minDistanceAt, exposure_s }: Summary): string =>
  [
    '',
    `Fixes: ${fixes.read} read, ${fixes.used} used, ${fixes.held} held back; refused: ${counted(fixes.refused, '')}`,
    `Alerts: ${alerts}`,
    `Closest: ${metres(minDistance_m)}${minDistanceAt === null ? '' : ` at ${seoul(minDistanceAt)}`}`,
    `Time at each level: ${counted(exposure_s, ' s')}`,
  ].join('\n');
