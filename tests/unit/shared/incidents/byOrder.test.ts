import { expect, it } from 'vitest';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { joinAlert } from '../../../../shared/domain/incidents/join.ts';
import { emptyWorld, incidentsOf, runningOf } from '../../../../shared/domain/incidents/state.ts';
import type { World } from '../../../../shared/domain/incidents/state.ts';
import { rulesFromWorld } from '../../../../shared/domain/rules/restore.ts';
import { withoutSettled, withRecalled } from '../../../../main/monitoring/incidents/settled.ts';
import { anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, incidentId, orderId } from '../../../builders/ids.ts';
import { T0 } from '../../../builders/times.ts';

const OTHER = anAlert({ alertId: alertId('A2') });
const ORDER = orderId('ORD-1');

/** Two incidents of one order, the first resolved with its alert still running, and one of another order. */
const world = foldEntries(
  emptyWorld,
  entriesOf([
    ...raised(),
    { body: { kind: 'incident.resolved', outcome: 'other', cause: null } },
    ...raised(anAlert({ alertId: alertId('A9') }), 'I9', 'ORD-9'),
    ...raised(OTHER, 'I2'),
  ]),
);

/** The same world, in which whoever goes through all incidents is found out. */
const unwalkable = ({ incidents, ...rest }: World): World => {
  const refuse = (): never => {
    throw new Error('all incidents were gone through');
  };
  return {
    ...rest,
    incidents: {
      get: (id) => incidents.get(id),
      has: (id) => incidents.has(id),
      get size() {
        return refuse();
      },
      forEach: refuse,
      entries: refuse,
      keys: refuse,
      values: refuse,
      [Symbol.iterator]: refuse,
    },
  };
};
const never = (): never => {
  throw new Error('no new incident is due');
};

const joining = { newIncidentId: never, policy: { story: { within_s: 1800 } } };

it('finds the incidents of an order without going through all', () => {
  const closed = unwalkable(world);
  expect(incidentsOf(closed, ORDER).map(({ id }) => id)).toEqual(['I1', 'I2']);
  expect(runningOf(closed, ORDER)?.id).toBe('I2');
  expect(runningOf(closed, orderId('ORD-none'))).toBeNull();
  expect([...rulesFromWorld(closed, orderId('ORD-9')).running.values()].map(({ alert }) => alert.alertId)).toEqual([
    'A9',
  ]);
});

it('joins alerts to the incident that runs or held them without going through all', () => {
  const closed = unwalkable(world);
  const change = { at_ms: T0, alert: OTHER, measured: null };
  expect(joinAlert(closed, ORDER, { ...change, kind: 'updated' }, joining).map((d) => d.incidentId)).toEqual(['I2']);
  const outlived = { ...change, alert: anAlert(), kind: 'cleared', reason: 'left' } as const;
  expect(joinAlert(closed, ORDER, outlived, joining).map((d) => d.incidentId)).toEqual(['I1']);
  const unknown = { ...outlived, alert: anAlert({ alertId: alertId('A-none') }) };
  expect(joinAlert(closed, ORDER, unknown, joining)).toEqual([]);
});

it('forgets an incident that is let go of, and knows it again once it is recalled', () => {
  const settled = foldEntries(
    world,
    entriesOf(
      [
        { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'left' } },
        { body: { kind: 'incident.closed', review: '가상의 검토' } },
        { body: { kind: 'positions.deleted', count: 0 } },
      ],
      8,
    ),
  );
  const without = withoutSettled(settled, [incidentId('I1'), incidentId('I2')]);
  expect(incidentsOf(without, ORDER).map(({ id }) => id)).toEqual(['I2']);
  expect([...without.incidents.keys()]).toEqual(['I9', 'I2']);
  const [first] = incidentsOf(settled, ORDER);
  if (first === undefined) throw new Error('there is one');
  expect(incidentsOf(withRecalled(without, first), ORDER).map(({ id }) => id)).toEqual(['I2', 'I1']);
});
