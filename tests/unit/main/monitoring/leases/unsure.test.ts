import { expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { d1, fixAt, HOME, O, policy, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const report = (watch: Watch, who: typeof O, metres: number, over: Parameters<typeof fixAt>[2] = {}): void => {
  watch.monitoring.ingestFix(who, fixAt(destination(HOME, 90, metres), watch.now(), over), watch.now());
};

const openedTo = (watch: Watch): readonly (readonly string[])[] =>
  watch.bodies('lease.granted').map(({ subjects }) => subjects);

it('a contact that is possible by a place that was held back opens the offender alone', () => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1]);
  report(watch, O, 20_000);
  watch.pass(1, () => report(watch, V, 0));
  // Nobody comes 20 km in a second: it is held, and never borne out.
  report(watch, O, 50);
  watch.pass(policy.silence.after_s + 40, () => report(watch, V, 0));
  expect(watch.bodies('alert.raised').map(({ alert }) => `${alert.level} ${alert.certainty}`)).toContain(
    'contact possible',
  );
  expect(openedTo(watch)).toEqual([[O]]);
});

it('a contact that is possible beside a sure breach of the alert tier goes on to open both', () => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(400);
  expect(new Set(openedTo(watch)[0])).toEqual(new Set([O, V]));
  // He is silent, and his disc grows until it touches contact.
  watch.pass(policy.silence.after_s + 300, () => watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now()));
  const contact = watch.bodies('alert.level').find(({ alert }) => alert.level === 'contact');
  expect(contact?.alert).toMatchObject({ certainty: 'possible', sureLevel: 'alert' });
  expect(watch.bodies('lease.ended')).toEqual([]);
});

it('what is possible by a collapsed accuracy falls to nothing surer while that lasts', () => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1]);
  const step = (metres: number, accuracy_m: number): void => {
    report(watch, V, 0);
    report(watch, O, metres, { accuracy_m, speed_mps: 1 });
  };
  for (let s = 0; s < 60; s += 1) watch.pass(1, () => step(1800, 8));
  for (let s = 0; s < 120; s += 1) watch.pass(1, () => step(1800 - s * 7.6, 1500));
  for (let s = 0; s < 60; s += 1) watch.pass(1, () => step(885, 300));
  const told = [...watch.bodies('alert.raised'), ...watch.bodies('alert.level'), ...watch.bodies('alert.updated')]
    .map(({ alert }) => alert)
    .filter(({ rule, level }) => rule.type === 'proximity' && (level === 'alert' || level === 'contact'));
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter(({ certainty }) => certainty !== 'possible')).toEqual([]);
});
