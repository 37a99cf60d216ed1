import { describe, expect, it } from 'vitest';
import { alarmLoad, heardIn, heardOfOutages } from '../../../../shared/domain/incidents/alarmLoad.ts';
import type { HeardAlarm } from '../../../../shared/domain/incidents/alarmLoad.ts';
import { IncidentId, OutageId } from '../../../../shared/domain/ids.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { dispatcher } from '../../../builders/directory.ts';
import { anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, consoleId, personId } from '../../../builders/ids.ts';
import { at, T0 } from '../../../builders/times.ts';

const LIMITS = { window_s: 600, steady: 1, flood: 10, floodEnds: 5 };
/** One alarm of an incident of its own at each of these seconds. */
const alarmsAt = (...seconds: readonly number[]): readonly HeardAlarm[] =>
  seconds.map((s) => ({ incidentId: IncidentId.parse(`I-${s}`), at_ms: at(s) }));
const every = (gap_s: number, n: number, from_s = 0): readonly number[] =>
  Array.from({ length: n }, (_, i) => from_s + i * gap_s);

describe('the load of a desk', () => {
  it('is what rang in the last ten minutes, held against one', () => {
    const heard = alarmsAt(0, 500, 900);
    expect(alarmLoad(heard, at(900), LIMITS)).toMatchObject({ count: 2, isAbove: true, isFlood: false });
    expect(alarmLoad(heard, at(1100), LIMITS)).toMatchObject({ count: 1, isAbove: false });
    expect(alarmLoad([], at(0), LIMITS)).toEqual({ count: 0, isAbove: false, isFlood: false, firstUp: null });
  });

  it('is a flood with more than ten, and no longer one below five', () => {
    expect(alarmLoad(alarmsAt(...every(20, 10)), at(200), LIMITS).isFlood).toBe(false);
    const flood = alarmsAt(...every(20, 11)); // until 200
    expect(alarmLoad(flood, at(200), LIMITS)).toMatchObject({ count: 11, isFlood: true, firstUp: 'I-0' });
    expect(alarmLoad(flood, at(715), LIMITS), 'five are left').toMatchObject({
      count: 5,
      isFlood: true,
      firstUp: 'I-0',
    });
    expect(alarmLoad(flood, at(725), LIMITS)).toMatchObject({ count: 4, isFlood: false, firstUp: null });
  });

  it('names the first of those that came fast, and not what happened to ring before', () => {
    const heard = alarmsAt(0, ...every(10, 11, 300));
    expect(alarmLoad(heard, at(400), LIMITS).firstUp).toBe('I-300');
    expect(alarmLoad([...heard, ...alarmsAt(410, 500)], at(950), LIMITS).firstUp, 'for as long as it lasts').toBe(
      'I-300',
    );
  });
});

describe('what rang', () => {
  const alert = anAlert();
  const entries = entriesOf([
    ...raised(alert),
    { body: { kind: 'alert.level', rose: false, alert }, at_ms: at(10) },
    { body: { kind: 'alert.level', rose: true, alert }, at_ms: at(20) },
    { body: { kind: 'alert.updated', alert }, at_ms: at(30) },
    { body: { kind: 'alert.repeated', alert }, at_ms: at(40) },
  ]);

  it('is every alarm that is new, rose, or came again', () => {
    expect(heardIn(entries, 'all', T0).map(({ at_ms }) => at_ms)).toEqual([T0, at(20), at(40)]);
    expect(heardIn(entries, 'all', at(25)).map(({ at_ms }) => at_ms)).toEqual([at(40)]);
  });

  it('rang when it was found, however much later the record took it', () => {
    const late = entries.map((entry) => ({ ...entry, foundAt_ms: entry.recordedAt_ms, recordedAt_ms: at(1200) }));
    expect(heardIn(late, 'all', T0).map(({ at_ms }) => at_ms)).toEqual([T0, at(20), at(40)]);
    expect(heardIn(late, 'all', at(25)).map(({ at_ms }) => at_ms)).toEqual([at(40)]);
  });

  it('is also what sounds again after a shelving, or since nobody is at the desk that has it', () => {
    const sounds = { alertId: alertId('A1'), sounding: 2 } as const;
    const again = entriesOf([
      { body: { kind: 'incident.unshelved', cause: 'operator', alertId: null }, at_ms: at(50) },
      { body: { kind: 'incident.unshelved', cause: 'time', ...sounds }, at_ms: at(60) },
      {
        body: {
          ...({ kind: 'incident.left', ...sounds, code: 1, desk: 'unheard' } as const),
          ...{ operatorId: dispatcher.id, consoleId: consoleId('console-1') },
        },
        at_ms: at(70),
      },
    ]);
    expect(heardIn(again, 'all', T0).map(({ at_ms }) => at_ms)).toEqual([at(60), at(70)]);
  });

  it('is at a supervisor’s review only what was passed on', () => {
    expect(heardIn(entries, 'escalated', T0)).toEqual([]);
  });
});

describe('a mass outage', () => {
  const id = OutageId.parse('outage-1');
  const began = entriesOf([
    {
      body: {
        ...{ kind: 'outage.began', outageId: id, group: null, code: 1, heard: 400, sounding: 1 },
        silent: Array.from({ length: 300 }, (_, n) => personId(`O${n}`)),
      },
      ...{ at_ms: T0, incident: null },
    },
  ]);
  const { outages } = foldEntries(emptyWorld, began);

  it('is one alarm in the load, however many devices are silent in it', () => {
    expect(alarmLoad(heardOfOutages(outages, 'all', T0), at(1), LIMITS)).toMatchObject({ count: 1, isFlood: false });
    expect(heardOfOutages(outages, 'escalated', T0)).toEqual([]);
  });
});
