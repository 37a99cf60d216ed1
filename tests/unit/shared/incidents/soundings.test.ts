import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { isOver, nextEscalation, ringingOf } from '../../../../shared/domain/incidents/soundings.ts';
import type { AlertBody } from '../../../../shared/domain/incidents/soundings.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, incidentId, personId } from '../../../builders/ids.ts';
import { at, T0 } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];
const incidentOf = (steps: Steps): Incident => {
  const incident = foldEntries(emptyWorld, entriesOf(steps)).incidents.get(incidentId('I1'));
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const contact = anAlert({ level: 'contact', code: 0 });
const battery = anAlert({
  ...{ alertId: alertId('A-battery'), level: 'device', code: 3, separation: null },
  rule: { type: 'device', kind: 'battery-low', person: personId('V1') },
});
const cleared = (at_s: number, id = 'A1'): Steps[number] => ({
  body: { kind: 'alert.cleared', alertId: alertId(id), reason: 'left' },
  at_ms: at(at_s),
});

/** What happened of two alerts, and the number each sounding had in a record of today. */
const happening = fc.array(
  fc.record({
    id: fc.constantFrom('A1', 'A2'),
    what: fc.constantFrom('alert.level', 'alert.updated', 'alert.repeated', 'acknowledged'),
    rose: fc.boolean(),
    certainty: fc.constantFrom('possible', 'likely', 'confirmed'),
  }),
  { maxLength: 30 },
);

test('a record of before soundings had numbers folds to the same numbers, and its acknowledgements silence all', () => {
  fc.assert(
    fc.property(happening, (all) => {
      let last = 1;
      const certainties = new Map<string, string>([['A1', 'likely']]);
      const told: { readonly numbered: EntryBody; readonly plain: EntryBody }[] = [];
      for (const { id, what, rose, certainty } of all) {
        if (what === 'acknowledged') {
          told.push({
            numbered: { kind: 'incident.acknowledged', sounding: last },
            plain: { kind: 'incident.acknowledged' },
          });
          continue;
        }
        const alert = { ...contact, alertId: alertId(id), certainty };
        // What rings, said once more in the test's own words.
        const rings =
          what === 'alert.repeated' ||
          (what === 'alert.level' && rose) ||
          (what === 'alert.updated' && certainties.get(id) === 'possible');
        certainties.set(id, certainty);
        const plain: AlertBody = what === 'alert.level' ? { kind: what, alert, rose } : { kind: what, alert };
        if (rings) last += 1;
        told.push({ numbered: rings ? { ...plain, sounding: last } : plain, plain });
      }
      const steps = (key: 'numbered' | 'plain'): Steps => [...raised(), ...told.map((one) => ({ body: one[key] }))];
      expect(incidentOf(steps('plain'))).toEqual(incidentOf(steps('numbered')));
      expect(incidentOf(steps('plain')).soundings).toBe(last);
    }),
  );
});

test('what rings is the most urgent of what goes on; what is over counts only by itself', () => {
  const both: Steps = [...raised(contact), { body: { kind: 'alert.raised', alert: battery }, at_ms: at(30) }];
  expect(ringingOf(incidentOf(both))).toMatchObject({ code: 0, isOver: false, count: 2, first: { at_ms: T0 } });
  expect(ringingOf(incidentOf([...both, cleared(60)]))).toMatchObject({ code: 3, isOver: false });
  const all = [...both, cleared(60), cleared(61, 'A-battery')];
  expect(ringingOf(incidentOf(all))).toMatchObject({ code: 0, isOver: true });
  expect(isOver(incidentOf(all))).toBe(true);
  expect(ringingOf(incidentOf([...all, acknowledged('I1', at(70))]))).toBeNull();
});

test('a fall makes what rings calmer, and a rise is a sounding of its own', () => {
  const fell: EntryBody = { kind: 'alert.level', alert: anAlert({ level: 'warning', code: 2 }), rose: false };
  expect(ringingOf(incidentOf([...raised(contact), { body: fell, at_ms: at(9) }]))?.code).toBe(2);
  const rose: EntryBody = { kind: 'alert.level', alert: contact, rose: true };
  const risen = incidentOf([...raised(), { body: rose, at_ms: at(50) }]);
  expect(ringingOf(risen)).toMatchObject({ code: 0, first: { number: 2, at_ms: at(50) } });
  expect(nextEscalation(risen, [20, 60, null, null, null])).toMatchObject({ code: 1, at_ms: at(60) });
});
