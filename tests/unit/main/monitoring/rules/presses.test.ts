import { expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { answered } from '../../../../builders/answered.ts';
import { policy, startWatch, V } from '../watch.ts';

const STAMP = '1772793000';

it('a press that an outage kept off the disk is the same press for the whole window after it went there', () => {
  const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let commit = real.commit;
  const watch = startWatch({ store: { ...real, commit: (change) => commit(change) } });
  watch.apart(5000);
  const press = () =>
    answered(watch.monitoring.alarms, [{ kind: 'sos', person: V, at_ms: watch.now(), stamp: STAMP }])[0];
  commit = () => {
    throw new Error('database is locked');
  };
  expect(press()).toEqual({ ok: false, error: 'store-failed' });
  watch.pass(2 * policy.sos.samePress_s);
  commit = real.commit;
  watch.pass(1);
  watch.wait(policy.sos.samePress_s);
  expect(press()).toEqual({ ok: true, value: 'known' });
  expect(watch.kinds()).not.toContain('alert.repeated');
  watch.wait(1);
  expect(press()).toEqual({ ok: true, value: 'raised' });
  expect(watch.bodies('alert.repeated')).toHaveLength(1);
});
