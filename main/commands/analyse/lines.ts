import type { Rule } from '../../../shared/domain/alerts.ts';
import type { PersonRole } from '../../../shared/domain/orders.ts';
import type { AlertChange } from '../../../shared/domain/rules/types.ts';
import { PEOPLE } from './people.ts';
import type { Bounded } from '../../../shared/domain/proximity/types.ts';

/** One line of the analysis. Distances in metres: between the people, or of a zone's rule to its edge, negative inside. */
export type AlertLine = {
  readonly at: string;
  readonly event: 'alert.raised' | 'alert.level' | 'alert.updated' | 'alert.cleared';
  readonly alertId: string;
  readonly rule: string;
  /** Whose device, for what is not about a distance. */
  readonly subject?: PersonRole;
  readonly level: string;
  readonly code: number;
  readonly certainty: string;
  readonly distance_m: number | null;
  readonly distanceMin_m: number | null;
  readonly distanceMax_m: number | null;
  readonly closestAt?: string;
  readonly cause: string;
  readonly late?: true;
};

export const isoTime = (ms: number): string => new Date(Math.round(ms)).toISOString();

/** Metres to the centimetre; null where there are none to give. */
export const centimetres = (metres: number | undefined): number | null =>
  metres === undefined || !Number.isFinite(metres) ? null : Math.round(metres * 100) / 100;

const ruleName = (rule: Rule): string => {
  switch (rule.type) {
    case 'proximity':
    case 'sos':
    case 'watch':
      return rule.type;
    case 'zone':
      return `zone:${rule.zone}`;
    case 'device':
      return rule.kind === 'silence' ? 'silence' : `device:${rule.kind}`;
  }
};

const subjectOf = (rule: Rule): { readonly subject?: PersonRole } =>
  rule.type === 'sos' || rule.type === 'device'
    ? { subject: rule.person === PEOPLE.offender ? 'offender' : 'victim' }
    : {};

/** A button or a tamper that comes again is raised again: neither is merged away. */
const eventOf = (change: AlertChange): AlertLine['event'] =>
  change.kind === 'repeated' ? 'alert.raised' : `alert.${change.kind}`;

/** What an alert change says in the output; `apart` is the distance of the two at that moment, where the change names none. */
export const alertLine = (change: AlertChange, apart: Bounded | null): AlertLine => {
  const { alert } = change;
  const measured = change.measured ?? apart;
  return {
    at: isoTime(change.at_ms),
    event: eventOf(change),
    alertId: alert.alertId,
    rule: ruleName(alert.rule),
    ...subjectOf(alert.rule),
    level: alert.level,
    code: alert.code,
    certainty: alert.certainty,
    distance_m: centimetres(measured?.d),
    distanceMin_m: centimetres(measured?.min),
    distanceMax_m: centimetres(measured?.max),
    ...(alert.closestAt_ms !== null && alert.closestAt_ms !== change.at_ms && change.kind !== 'cleared'
      ? { closestAt: isoTime(alert.closestAt_ms) }
      : {}),
    cause: alert.cause,
    ...(alert.late ? { late: true as const } : {}),
  };
};
