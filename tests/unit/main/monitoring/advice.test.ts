import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, PersonId } from '../../../../shared/domain/ids.ts';
import type { Setup } from '../../../../main/monitoring/setup.ts';
import { d1, fixAt, HOME, setup, startWatch, V } from './watch.ts';
import type { Watch } from './watch.ts';

const W = PersonId.parse('W-test');
/** Another victim of the same order, named first in it, who lives far from the one the offender goes to. */
const FAR = destination(HOME, 180, 20_000);
const two: Setup = {
  ...setup,
  people: [
    ...setup.people,
    { id: W, role: 'victim', name: '가명 W', deviceId: DeviceId.parse('device-W-test'), interval_s: 1 },
  ],
  orders: setup.orders.map((order) => ({ ...order, victims: [W, V] })),
};

const near = (place: readonly [number, number] | null) => place?.map((n) => n.toFixed(3));
const breach = (): Watch => {
  const watch = startWatch({ setup: two });
  watch.monitoring.setSignedIn([d1]);
  watch.monitoring.ingestFix(W, fixAt(FAR, watch.now()), watch.now());
  watch.apart(5000);
  watch.apart(700);
  return watch;
};
const incidentId = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident.id;
};

describe('advice for one of several victims', () => {
  it('stays with the victim of the alert when that has cleared', () => {
    const watch = breach();
    watch.pass(70, () => {
      watch.apart(5000);
      watch.monitoring.ingestFix(W, fixAt(FAR, watch.now()), watch.now());
    });
    expect(watch.kinds()).toContain('alert.cleared');
    expect(near(watch.monitoring.targetOf(incidentId(watch)))).toEqual(near(HOME));
    expect(watch.monitoring.advisedFor(d1.id)).toHaveLength(1);
  });

  it('is nobody’s while it is about a victim whose place is open to nobody', () => {
    const watch = breach();
    watch.pass(70, () => watch.apart(5000));
    // Far from both: the other victim's own radius makes a breach of theirs possible, which opens the offender only.
    watch.pass(40, () => {
      watch.apart(5000);
      const unsure = fixAt(destination(HOME, 0, 6500), watch.now(), { accuracy_m: 700 });
      watch.monitoring.ingestFix(W, unsure, watch.now());
    });
    expect(watch.monitoring.leasesOf(d1.id).flatMap((opened) => opened.lease.subjects)).not.toContain(W);
    expect(near(watch.monitoring.targetOf(incidentId(watch)))).not.toEqual(near(HOME));
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
  });
});
