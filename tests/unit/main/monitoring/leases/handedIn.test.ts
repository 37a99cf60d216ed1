import { expect, it } from 'vitest';
import { LeaseId } from '../../../../../shared/domain/ids.ts';
import type { ProvisionalLease } from '../../../../../shared/protocol/messages.ts';
import { answered } from '../../../../builders/answered.ts';
import { d1, d2, O, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const breach = (): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(700);
  return watch;
};
const held = (watch: Watch, over: Partial<ProvisionalLease['lease']> = {}): ProvisionalLease => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return {
    lease: {
      id: LeaseId.parse('lease-lost'),
      incidentId: incident.id,
      subjects: [O, V],
      purpose: 'alarm',
      holders: [d1.id],
      start_ms: watch.now() - 60_000,
      expiresAt_ms: watch.now() + 600_000,
      ...over,
    },
    reason: null,
    endedAt_ms: watch.now() - 1000,
  };
};
const lines = (watch: Watch) =>
  watch.store.access
    .page(null, 100)
    .filter(({ detail }) => detail?.includes('not recorded') === true)
    .map(({ action, operatorId, at_ms, people }) => [action, operatorId, at_ms, people]);

it('has a lease that went with a killed server join the access log once, however often it is told of', () => {
  const watch = breach();
  const lease = held(watch);
  for (let time = 0; time < 2; time += 1)
    expect(answered(watch.monitoring.provisionalAccess, d1.id, [lease])).toEqual({ ok: true, value: null });
  expect(lines(watch)).toEqual([
    ['lease-ended', d1.id, lease.endedAt_ms, [O, V]],
    ['lease-granted', d1.id, lease.lease.start_ms, [O, V]],
  ]);
});

it('believes no console of an operator who is not its own, and adds nothing to a lease that is on record', () => {
  const watch = breach();
  const [recorded] = watch.monitoring.leasesOf(d1.id);
  if (recorded === undefined) throw new Error('no lease');
  const told = [held(watch, { holders: [d2.id] }), { ...held(watch), lease: recorded.lease }];
  expect(answered(watch.monitoring.provisionalAccess, d1.id, told)).toEqual({ ok: true, value: null });
  expect(lines(watch)).toEqual([]);
});
