import { Separation } from '../../shared/domain/alerts.ts';
import type { AlertState } from '../../shared/domain/alerts.ts';
import type { Actor } from '../../shared/domain/incidents/actor.ts';
import type { Entry, EntryBody } from '../../shared/domain/incidents/entries.ts';
import type { Operator } from '../../shared/domain/operators.ts';
import { dispatcher } from './directory.ts';
import { alertId, consoleId, incidentId, orderId, personId, seq } from './ids.ts';
import { T0 } from './times.ts';

export const system: Actor = { type: 'system' };

export const byOperator = (operator: Operator = dispatcher): Actor => ({
  type: 'operator',
  operatorId: operator.id,
  role: operator.role,
  consoleId: consoleId('console-1'),
});

export const anAlert = (over: Partial<AlertState> = {}): AlertState => ({
  alertId: alertId('A1'),
  rule: { type: 'proximity', victim: personId('V1') },
  level: 'alert',
  certainty: 'likely',
  code: 1,
  cause: 'position',
  separation: Separation.parse({ distance_m: 820, min_m: 780, max_m: 860 }),
  closestAt_ms: null,
  late: false,
  ...over,
});

type Step = {
  readonly body: EntryBody;
  readonly at_ms?: number;
  readonly actor?: Actor;
  readonly incident?: string | null;
};

/** Entries in order from `first` on, gapless. Steps default to incident I1, the system as actor and one second apart. */
export const entriesOf = (steps: readonly Step[], first = 1): readonly Entry[] =>
  steps.map(({ body, at_ms, actor = system, incident = 'I1' }, index) => {
    const time_ms = at_ms ?? T0 + index * 1000;
    return {
      seq: seq(first + index),
      recordedAt_ms: time_ms,
      incidentId: incident === null ? null : incidentId(incident),
      at_ms: time_ms,
      actor,
      commandId: null,
      body,
    };
  });

/** An incident as it begins: raised, with one alert. */
export const raised = (
  alert: AlertState = anAlert(),
  incident = 'I1',
  order = 'ORD-1',
  at_ms = T0,
): readonly Step[] => [
  { body: { kind: 'incident.raised', orderId: orderId(order) }, incident, at_ms },
  { body: { kind: 'alert.raised', alert }, incident, at_ms },
];

export const acknowledged = (incident = 'I1', at_ms = T0 + 5000): Step => ({
  body: { kind: 'incident.acknowledged' },
  actor: byOperator(),
  incident,
  at_ms,
});
