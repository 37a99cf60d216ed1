import type { FromDevices } from '../ports/devices.ts';
import type { Engine } from '../rules/engine.ts';
import type { ToldByDevices } from '../tracks/told.ts';
import type { Tracks } from '../tracks/tracks.ts';
import type { SentPatrols } from '../tracks/sentPatrols.ts';
import type { UnitFixes } from '../tracks/units.ts';
import type { Intake } from './intake.ts';

/** The one way in for what devices say, whichever door it came through. */
export const createEntrance = (given: {
  readonly intake: Intake;
  readonly engine: Engine;
  readonly tracks: Tracks;
  readonly told: ToldByDevices;
  readonly unitFixes: UnitFixes;
  readonly sentPatrols: Pick<SentPatrols, 'onFix'>;
  readonly reportStep: FromDevices['reportStep'];
  readonly now: () => number;
}): FromDevices => {
  const { intake, engine, tracks, told, now } = given;
  const alarms: FromDevices['alarms'] = (all, answer) => engine.onAlarms(all, now(), answer);
  // What cannot be stored now is tried again until it is, whether or not somebody waits for the answer.
  const unanswered = (): void => undefined;
  return {
    ingestFix: (person, fix, receivedAt_ms) => intake.fixes(person, [fix], receivedAt_ms)[0] ?? { accepted: true },
    ingestFixes: intake.fixes,
    ingestSigns: engine.onSigns,
    ingestUnitFix: (unit, fix) => {
      const isTaken = given.unitFixes.put(unit, fix);
      if (isTaken) given.sentPatrols.onFix(unit, fix);
      return isTaken;
    },
    reportStep: given.reportStep,
    startOver: (person) => {
      tracks.startOver(person);
      told.startOver(person);
    },
    deviceEvent: (person, kind, at_ms) => alarms([{ kind, person, at_ms, stamp: null }], unanswered),
    sos: (person, at_ms, stamp = null) => alarms([{ kind: 'sos', person, at_ms, stamp }], unanswered),
    alarms,
    hasPlace: (person) => tracks.subject(person) !== null,
  };
};
