import { expect, it } from 'vitest';
import { IncidentId, Seq } from '../../../../../shared/domain/ids.ts';
import { startWatch, d1, d2, supervisor, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const only = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

/** An incident from the breach to its closing, with the offender still inside or long gone. */
const closed = (gone: boolean): Watch => {
  const watch = startWatch({ policy: withoutStories });
  watch.monitoring.setSignedIn([d1, d2, supervisor]);
  watch.apart(5000);
  watch.pass(60);
  watch.apart(700);
  const { id } = only(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId: id });
  watch.ask(d1, { kind: 'incident.resolve', incidentId: id, outcome: 'offender-separated', cause: null });
  if (gone) {
    watch.pass(60);
    watch.apart(5000);
    watch.pass(90, () => watch.apart(5000));
  }
  expect(watch.ask(supervisor, { kind: 'incident.close', incidentId: id, review: 'reviewed' }).ok).toBe(true);
  return watch;
};

const idOf = (watch: Watch): IncidentId => {
  const id = watch.entries.find((entry) => entry.incidentId !== null)?.incidentId;
  if (id === undefined || id === null) throw new Error('no incident');
  return id;
};

it('lets go of a closed incident whose alerts have ended, and still refuses what comes too late', () => {
  const watch = closed(true);
  expect(watch.monitoring.world().incidents.size).toBe(0);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId: idOf(watch) })).toEqual({
    ok: false,
    error: { reason: 'wrong-state', state: 'closed' },
  });
  expect(watch.ask(d1, { kind: 'note.add', incidentId: IncidentId.parse('inc-never'), text: '가상' })).toEqual({
    ok: false,
    error: { reason: 'unknown-incident' },
  });
});

it('records a correction of an incident it has let go of, in its place among the others, and lets go of it again', () => {
  const watch = closed(true);
  const own = watch.entries.filter((entry) => entry.incidentId === idOf(watch));
  const wrong = own[3]?.seq ?? Seq.parse(1);
  const corrected = watch.ask(supervisor, {
    kind: 'entry.correct',
    incidentId: idOf(watch),
    corrects: wrong,
    text: '가상의 정정',
  });
  expect(corrected.ok).toBe(true);
  expect(watch.entries.at(-1)).toMatchObject({ ordinal: own.length + 1, body: { corrects: wrong } });
  expect(watch.monitoring.world().incidents.size).toBe(0);
});

it('says that positions are gone to whoever asks for those of an incident it has let go of', () => {
  const watch = closed(true);
  expect(answered(watch.monitoring.positions, idOf(watch), supervisor)).toEqual({
    ok: false,
    error: { reason: 'positions-gone' },
  });
});

it('keeps an incident that one of its alerts outlives, records the end there, then lets go of it', () => {
  const watch = closed(false);
  expect(only(watch).alerts.size).toBeGreaterThan(0);
  watch.pass(60);
  watch.apart(5000);
  watch.pass(90, () => watch.apart(5000));
  expect(watch.bodies('alert.cleared')).toHaveLength(1);
  expect(watch.monitoring.world().incidents.size).toBe(0);
});
