import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { DeviceEventKind, DeviceSign } from '../../../../../shared/domain/fixes.ts';
import { d1, fixAt, HOME, O, policy, setup, START_MS, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const HEARD: DeviceSign = { kind: 'heard' };
const NO_PLACE: DeviceSign = { kind: 'no-valid-place' };

const raised = (watch: Watch): readonly DeviceEventKind[] =>
  watch.bodies('alert.raised').flatMap(({ alert: { rule } }) => (rule.type === 'device' ? [rule.kind] : []));
const running = (watch: Watch): readonly DeviceEventKind[] =>
  [...watch.monitoring.world().incidents.values()].flatMap(({ alerts }) =>
    [...alerts.values()].flatMap(({ state: { rule }, clearedAt_ms }) =>
      rule.type === 'device' && clearedAt_ms === null ? [rule.kind] : [],
    ),
  );
const incidentOf = (watch: Watch) => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const victimReports = (watch: Watch): void => {
  watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
};
const says = (watch: Watch, ...signs: readonly DeviceSign[]): void =>
  watch.monitoring.ingestSigns(O, [HEARD, ...signs], watch.now());
const resolve = (watch: Watch): void => {
  const incidentId = incidentOf(watch).id;
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
  watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'technical-fault', cause: null });
};
/** Lets seconds pass in which the victim reports every second and the offender's device says something every ten. */
const pass = (watch: Watch, seconds: number, ...signs: readonly DeviceSign[]): void => {
  let second = 0;
  watch.pass(seconds, () => {
    victimReports(watch);
    if ((second += 1) % 10 === 0) says(watch, ...signs);
  });
};

describe('an offender’s heartbeats without a place', () => {
  it('at 300 m from her make contact possible within two minutes, and are told as what they are', () => {
    const watch = startWatch();
    watch.apart(300);
    pass(watch, 600, NO_PLACE);
    expect(raised(watch)).toEqual(['no-valid-place']);
    const contact = watch.bodies('alert.level').find(({ alert }) => alert.level === 'contact');
    expect(contact?.alert).toMatchObject({ certainty: 'possible', cause: 'silence', code: 1 });
    expect(watch.entries.find(({ body }) => body === contact)?.at_ms).toBeLessThanOrEqual(
      START_MS + (policy.silence.after_s + 5) * 1000,
    );
  });

  it('and from 2.5 km raise every tier that his disc reaches', () => {
    const watch = startWatch();
    watch.apart(2500);
    pass(watch, 1200, NO_PLACE);
    const levels = [...watch.bodies('alert.raised'), ...watch.bodies('alert.level')].flatMap(({ alert }) =>
      alert.rule.type === 'proximity' ? [`${alert.level} ${alert.certainty}`] : [],
    );
    expect(levels).toEqual(['warning possible', 'alert possible', 'contact possible']);
  });
});

describe('places that nobody can have travelled between', () => {
  const FAR = [
    [129.07, 35.18],
    [126.53, 33.5],
    [139.7, 35.68],
    [141.35, 43.06],
  ] as const;

  it.each([
    ['an offender', O, V],
    ['a victim', V, O],
  ])('of %s are told as no valid place', (_, jumping, steady) => {
    const watch = startWatch();
    watch.apart(12_000);
    const still = destination(HOME, 0, steady === O ? 12_000 : 0);
    let second = 0;
    watch.pass(400, () => {
      if ((second += 1) % 10 !== 0) return;
      watch.monitoring.ingestFix(steady, fixAt(still, watch.now()), watch.now());
      const there = FAR[(second / 10) % FAR.length] ?? HOME;
      watch.monitoring.ingestFix(jumping, fixAt(there, watch.now()), watch.now());
    });
    expect(raised(watch)).toEqual(['no-valid-place']);
  });
});

describe('a fix that comes again', () => {
  it('of an offender is told as stuck after two minutes', () => {
    const watch = startWatch();
    const fix = fixAt(destination(HOME, 0, 5000), watch.now());
    watch.pass(200, () => {
      victimReports(watch);
      watch.monitoring.ingestFix(O, fix, watch.now());
    });
    expect(raised(watch)).toEqual(['stuck']);
  });

  it('of a victim is no silence, and a notice after five minutes', () => {
    const watch = startWatch();
    const still = fixAt(HOME, watch.now());
    watch.pass(400, () => {
      watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 5000), watch.now()), watch.now());
      watch.monitoring.ingestFix(V, still, watch.now());
    });
    expect(watch.bodies('alert.raised').map(({ alert: { rule, code } }) => [rule, code])).toEqual([
      [{ type: 'device', kind: 'stuck', person: V }, policy.codes.notMoved],
    ]);
  });
});

describe('troubles on the server', () => {
  it('reach the desk within a minute where a device is set up wrongly, and make one incident', () => {
    const watch = startWatch();
    victimReports(watch);
    pass(watch, 60, { kind: 'set-up-wrongly' });
    expect(raised(watch)).toEqual(['set-up-wrongly']);
    pass(watch, 1200, { kind: 'set-up-wrongly' });
    // Nobody knows where he is either, which is an alert of its own and joins the same incident.
    expect(raised(watch)).toEqual(['set-up-wrongly', 'no-valid-place']);
    expect(watch.monitoring.world().incidents.size).toBe(1);
    expect(incidentOf(watch).code).toBe(policy.codes.device);
  });

  it('name the offset of a clock in the record', () => {
    const watch = startWatch();
    watch.apart(5000);
    pass(watch, 60, { kind: 'clock-wrong', offset_s: -619_315_200 });
    const [alert] = watch.bodies('alert.raised');
    expect(alert?.alert).toMatchObject({ rule: { kind: 'clock-wrong' }, clockOffset_s: -619_315_200 });
  });

  it('name a clock that is behind by more than the order is old, though its fixes count for nothing', () => {
    const young = setup.orders.map((order) => ({ ...order, validFrom_ms: START_MS - 60_000 }));
    const watch = startWatch({ setup: { ...setup, orders: young } });
    let second = 0;
    watch.pass(100, () => {
      if ((second += 1) % 10 !== 0) return;
      const at_ms = watch.now() - 172_800_000;
      expect(watch.monitoring.ingestFix(V, fixAt(HOME, at_ms), watch.now())).toMatchObject({ reason: 'no-order' });
      watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 9000), watch.now()), watch.now());
    });
    const [alert] = watch.bodies('alert.raised');
    expect(alert?.alert).toMatchObject({ rule: { kind: 'clock-wrong', person: V }, clockOffset_s: -172_800 });
  });

  it('name the new offset of a clock that is set to another wrong time, and do not sound for it', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    pass(watch, 60, { kind: 'clock-wrong', offset_s: -619_315_200 });
    const { id } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: id });
    pass(watch, 11, { kind: 'clock-wrong', offset_s: 32_400 });
    expect(watch.bodies('alert.updated').map(({ alert }) => alert.clockOffset_s)).toEqual([32_400]);
    const { alerts, unacknowledged } = incidentOf(watch);
    expect([...alerts.values()].map(({ state }) => state.clockOffset_s)).toEqual([32_400]);
    expect(unacknowledged).toBe(false);
  });

  it.each(['place-faked', 'unpaired'] as const)('open both people to the desk by %s of an offender', (kind) => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    watch.apart(9000);
    says(watch, { kind });
    watch.pass(1);
    const [opened] = watch.monitoring.leasesOf(d1.id);
    expect(opened?.lease).toMatchObject({ purpose: 'alarm', subjects: [O, V] });
  });

  it('open nobody by the faked place of a victim', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    watch.apart(9000);
    watch.monitoring.ingestSigns(V, [HEARD, { kind: 'place-faked' }], watch.now());
    watch.pass(1);
    expect(raised(watch)).toEqual(['place-faked']);
    expect(watch.monitoring.leasesOf(d1.id)).toEqual([]);
  });

  it('are told of nobody without an order in force', () => {
    const ended = setup.orders.map((order) => ({ ...order, validTo_ms: START_MS - 1 }));
    const watch = startWatch({ setup: { ...setup, orders: ended } });
    pass(watch, 300, { kind: 'place-faked' }, { kind: 'set-up-wrongly' });
    expect(watch.entries).toEqual([]);
  });
});

describe('a restart', () => {
  const restart = (watch: Watch, after_s = 5): Watch => {
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    const later = startWatch({ store: watch.store, now_ms: watch.now() + after_s * 1000 });
    later.monitoring.setSignedIn([d1]);
    return later;
  };

  it('keeps what runs, under its name, and tells it no second time', () => {
    const first = startWatch();
    first.apart(5000);
    pass(first, 200, NO_PLACE, { kind: 'place-faked' });
    expect(running(first)).toEqual(['place-faked', 'no-valid-place']);
    const later = restart(first);
    pass(later, 100, NO_PLACE, { kind: 'place-faked' });
    expect(running(later)).toEqual(['place-faked', 'no-valid-place']);
    expect(later.entries.filter(({ body }) => body.kind.startsWith('alert.'))).toEqual([]);
  });

  it('does not tell again what operators ended while it lasts, before the restart or after it', () => {
    const first = startWatch();
    first.monitoring.setSignedIn([d1]);
    first.apart(5000);
    pass(first, 200, NO_PLACE);
    resolve(first);
    const later = restart(first);
    pass(later, 300, NO_PLACE);
    expect(raised(later)).toEqual([]);
  });

  it('lets operators end what ran before it', () => {
    const first = startWatch();
    first.monitoring.setSignedIn([d1]);
    first.apart(5000);
    pass(first, 200, NO_PLACE);
    const later = restart(first);
    pass(later, 60, NO_PLACE);
    resolve(later);
    pass(later, 300, NO_PLACE);
    expect(raised(later)).toEqual([]);
  });

  it('takes no victim for silent whose phone says now and then that it is there, and tells of one whose does not', () => {
    const first = startWatch();
    first.apart(5000);
    first.pass(1);
    const reportsOffender = (watch: Watch): void => {
      const fix = fixAt(destination(HOME, 0, 5000), watch.now());
      watch.monitoring.ingestFix(O, fix, watch.now());
    };
    const later = restart(first, 600);
    let second = 0;
    later.pass(200, () => {
      reportsOffender(later);
      if ((second += 1) % 60 === 0) later.monitoring.ingestSigns(V, [HEARD], later.now());
    });
    expect(raised(later)).toEqual([]);
    later.pass(policy.silence.after_s + 60, () => reportsOffender(later));
    expect(raised(later)).toEqual(['silence']);
  });

  it('tells a silence that began after the one that operators ended', () => {
    const first = startWatch();
    first.monitoring.setSignedIn([d1]);
    first.apart(5000);
    pass(first, 200, NO_PLACE);
    resolve(first);
    first.apart(5000);
    first.pass(1);
    const later = restart(first, 600);
    later.pass(30, () => victimReports(later));
    expect(raised(later)).toEqual(['silence']);
  });
});
