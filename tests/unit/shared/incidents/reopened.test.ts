import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../../main/files/policy.ts';
import { withoutSettled } from '../../../../main/monitoring/incidents/settled.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { joinAlert } from '../../../../shared/domain/incidents/join.ts';
import { outlivingBreaches } from '../../../../shared/domain/incidents/outliving.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { rulesFromWorld } from '../../../../shared/domain/rules/restore.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, incidentId, orderId } from '../../../builders/ids.ts';
import { at } from '../../../builders/times.ts';

const resolved = (incident: string, at_ms: number) =>
  ({
    incident,
    at_ms,
    actor: byOperator(),
    body: { kind: 'incident.resolved', outcome: 'other', cause: null },
  }) as const;

describe('L4: an alert that went on in a later incident and comes back to one that was opened again', () => {
  it('sounds as it became likely, whatever it was when it left', () => {
    const contact = anAlert({ level: 'contact', certainty: 'possible' });
    const world = foldEntries(
      emptyWorld,
      entriesOf([
        ...raised(anAlert({ certainty: 'likely' })),
        acknowledged('I1', at(10)),
        resolved('I1', at(20)),
        { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'continued' }, at_ms: at(30) },
        ...raised(contact, 'I2', 'ORD-1', at(30)),
        acknowledged('I2', at(40)),
        resolved('I2', at(50)),
        { body: { kind: 'incident.reopened', reason: '가상의 까닭' }, actor: byOperator(), at_ms: at(60) },
      ]),
    );
    const drafts = joinAlert(
      world,
      orderId('ORD-1'),
      { kind: 'updated', alert: { ...contact, certainty: 'likely', code: 0 }, at_ms: at(70), measured: null },
      { newIncidentId: () => incidentId('I3'), policy: loadPolicy() },
    );
    const after = foldEntries(
      world,
      entriesOf(
        drafts.map(({ incidentId: incident, body, at_ms }) => ({ incident, body, at_ms })),
        world.head + 1,
      ),
    );
    expect(after.incidents.get(incidentId('I1'))).toMatchObject({ unacknowledged: true, code: 0, soundings: 2 });
  });
});

describe('L4: a record of before alerts said that they go on elsewhere', () => {
  it('holds no breach that outlives, once the later incident has seen its end and was let go of', () => {
    const world = foldEntries(
      emptyWorld,
      entriesOf([
        ...raised(anAlert({ level: 'warning', code: 2 })),
        acknowledged('I1', at(10)),
        resolved('I1', at(20)),
        // As it rose, it was raised anew here, and nothing was said there.
        ...raised(anAlert(), 'I2', 'ORD-1', at(30)),
        acknowledged('I2', at(40)),
        { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'left' }, incident: 'I2', at_ms: at(50) },
        resolved('I2', at(60)),
        { body: { kind: 'incident.closed', review: '가상' }, actor: byOperator(), incident: 'I2', at_ms: at(70) },
        { body: { kind: 'positions.deleted', count: 0 }, incident: 'I2', at_ms: at(80) },
      ]),
    );
    const left = withoutSettled(world, [incidentId('I2')]);
    expect([...left.incidents.keys()]).toEqual([incidentId('I1')]);
    expect(outlivingBreaches(left, orderId('ORD-1'))).toEqual([]);
    expect(rulesFromWorld(left, orderId('ORD-1')).running.size).toBe(0);
  });
});
