import { describe, expect, it } from 'vitest';
import { createBulkheads } from '../../../../main/monitoring/metrics/bulkheads.ts';
import { atOnce, createTick } from '../../../../main/monitoring/rules/tick.ts';
import { createStep } from '../../../../main/monitoring/simulator/driver.ts';
import { createSimulator } from '../../../../main/monitoring/simulator/simulator.ts';
import type { SimEvent, Simulator } from '../../../../main/monitoring/simulator/simulator.ts';
import { createTicker } from '../../../../main/monitoring/time/ticker.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { ConsoleId, DeviceId, IncidentId, OrderId, PersonId } from '../../../../shared/domain/ids.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Order } from '../../../../shared/domain/orders.ts';
import type { Batch } from '../../../../main/monitoring/ports/incidentRecord.ts';
import type { Setup } from '../../../../main/monitoring/register/setup.ts';
import { testBulkheads } from '../../../builders/bulkheads.ts';
import { createDoors } from '../../../builders/doors.ts';
import { noStreets, policy as simPolicy, scenarioOf, START_MS as SIM_START_MS } from './simulator/builders.ts';
import { d1, fixAt, HOME, O, policy, setup, startWatch, V } from './watch.ts';

const O2 = PersonId.parse('O-second');
const V2 = PersonId.parse('V-second');
const ORDER2 = OrderId.parse('order-second');

/** Two orders; the first is `change`d. */
const two = (change: (order: Order) => Order): Setup => {
  const [first] = setup.orders;
  if (first === undefined) throw new Error('there is an order');
  const person = (id: PersonId, role: 'offender' | 'victim') =>
    ({ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s: 1 }) as const;
  return {
    ...setup,
    people: [...setup.people, person(O2, 'offender'), person(V2, 'victim')],
    orders: [change(first), { ...first, id: ORDER2, offender: O2, victims: [V2], zones: [] }],
  };
};
const poison = (): never => {
  throw new TypeError('poisoned');
};

describe('what fails beside others', () => {
  const start = () => {
    let elapsed_ms = 0;
    const counted: string[] = [];
    const lines: unknown[] = [];
    const bulkheads = createBulkheads({
      now: () => 1000 + elapsed_ms,
      elapsed_ms: () => elapsed_ms,
      counters: { count: (reason) => void counted.push(reason) },
      log: { error: (line: unknown) => void lines.push(line) },
    });
    return { bulkheads, counted, lines, pass: (s: number) => void (elapsed_ms += s * 1000) };
  };
  const [A, B] = [ConsoleId.parse('console-a'), ConsoleId.parse('console-b')];

  it('is caught, counted, logged without what it tells of, and told until it goes well again', () => {
    const { bulkheads, counted, lines } = start();
    let told = 0;
    bulkheads.onFailing(() => void (told += 1));
    const fail = (): boolean =>
      bulkheads.run('positions', 'order-1', () => {
        throw new RangeError('Kim at 37.55');
      });
    expect([fail(), fail()]).toEqual([false, false]);
    expect([counted, told]).toEqual([['failed-positions', 'failed-positions'], 1]);
    expect(JSON.stringify(lines)).not.toMatch(/Kim|37|order-1/);
    expect(bulkheads.failingFor(A)).toEqual([{ part: 'positions', since_ms: 1000 }]);
    expect(bulkheads.failing()).toEqual({ positions: 1 });
    expect(bulkheads.run('positions', 'order-1', () => undefined)).toBe(true);
    expect([bulkheads.failingFor(A), bulkheads.failing()]).toEqual([[], {}]);
  });

  it('for one desk is told to that desk alone', () => {
    const { bulkheads } = start();
    bulkheads.forDesk(A).run('advice', 'incident-1', poison);
    expect([bulkheads.failingFor(A).map(({ part }) => part), bulkheads.failingFor(B)]).toEqual([['advice'], []]);
  });

  it('and is not tried again is told for a minute', () => {
    const { bulkheads, pass } = start();
    bulkheads.run('devices', 'someone', poison);
    pass(59);
    bulkheads.expire();
    expect(bulkheads.failingFor(A)).toHaveLength(1);
    pass(1);
    bulkheads.expire();
    expect(bulkheads.failingFor(A)).toEqual([]);
  });
});

describe('one order that fails', () => {
  it('in what desks are shown costs no other pair, patrol or person theirs', () => {
    let broken = false;
    const bulkhead = testBulkheads();
    const watch = startWatch({
      bulkhead,
      setup: two((order) =>
        Object.defineProperty({ ...order }, 'limits', { get: () => (broken ? poison() : policy.limits) }),
      ),
    });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(50);
    const far = destination(HOME, 0, 60_000);
    watch.monitoring.ingestFix(V2, fixAt(far, watch.now()), watch.now());
    watch.monitoring.ingestFix(O2, fixAt(destination(far, 90, 50), watch.now()), watch.now());
    const whole = watch.monitoring.presenceFor(d1.id, 1);
    expect([whole.relations.length, bulkhead.failing()]).toEqual([2, {}]);
    broken = true;
    watch.wait(1);
    const frame = watch.monitoring.presenceFor(d1.id, 2);
    expect([frame.relations.length, frame.subjects.length]).toEqual([1, whole.subjects.length]);
    expect(bulkhead.failing()).toEqual({ positions: 1 });
  });

  it('in the directory is left out of it, and told', () => {
    const bulkhead = testBulkheads();
    const watch = startWatch({
      bulkhead,
      setup: two((order) => Object.defineProperty({ ...order }, 'number', { get: poison })),
    });
    expect(watch.monitoring.directory().orders.map(({ order }) => order.id)).toEqual([ORDER2]);
    expect(bulkhead.failing()).toEqual({ directory: 1 });
  });
});

describe('one incident that fails in a tick', () => {
  const [first, second] = [IncidentId.parse('incident-1'), IncidentId.parse('incident-2')];
  /** A batch of which only `attempt` is asked for. */
  const batch = {
    attempt: (work: () => void) => {
      try {
        work();
        return null;
      } catch (thrown) {
        return thrown;
      }
    },
  } as Batch; // nothing else of it is used
  const tickOf = (over: Partial<Parameters<typeof createTick>[0]>, bulkhead = testBulkheads()) => {
    const [order] = setup.orders;
    if (order === undefined) throw new Error('there is an order');
    const tick = createTick({
      orders: [order],
      incidentsOf: () => [first, second],
      strays: () => [],
      now: () => 0,
      engine: {
        tick: (_part, _now_ms, also, done) => {
          also?.(batch);
          done();
        },
      },
      look: () => undefined,
      inBatch: [],
      afterwards: [],
      expire: () => undefined,
      onStoreFailure: poison,
      bulkhead,
      ...over,
    });
    const run = (): void => {
      const pieces = tick(50);
      while (pieces.next().done !== true);
    };
    return { run, bulkhead };
  };

  it('costs no other its distances, positions or ringing anew', () => {
    const added: string[] = [];
    const add = (name: string) => (_batch: Batch, incidents: readonly IncidentId[]) => {
      if (name === 'distances' && incidents.includes(first)) poison();
      added.push(`${name} ${incidents.join(' ')}`);
    };
    const { run, bulkhead } = tickOf({
      inBatch: ['outliving', 'distances', 'commitments'].map((name) => ({ name, add: add(name) })),
    });
    run();
    expect(added).toEqual([
      'outliving incident-1 incident-2',
      'distances incident-2',
      'commitments incident-1 incident-2',
    ]);
    expect(bulkhead.failing()).toEqual({ incidents: 1 });
  });

  it('and one chore, or one piece of the orders, cost no other its turn, and are tried again', () => {
    const done: string[] = [];
    const { run, bulkhead } = tickOf({
      engine: { tick: poison },
      afterwards: [
        { name: 'bad', chore: () => [poison] },
        {
          name: 'good',
          chore: atOnce((answer) => {
            done.push('good');
            answer(ok(null));
          }),
        },
      ],
      expire: () => void done.push('expired'),
    });
    run();
    run();
    expect(done).toEqual(['good', 'expired', 'good', 'expired']);
    expect(bulkhead.failing()).toEqual({ rules: 1, upkeep: 1 });
  });

  it('a tick that breaks off is told, and the next one begins', async () => {
    const failures: unknown[] = [];
    let ticks = 0;
    const ticker = createTicker(
      function* pieces() {
        ticks += 1;
        yield;
        poison();
      },
      (thrown) => failures.push(thrown),
    );
    ticker.start();
    await ticker.idle();
    ticker.start();
    await ticker.idle();
    expect([ticks, failures.length]).toEqual([2, 2]);
  });
});

describe('one of the simulated world that fails', () => {
  it('costs no other its report: a phone', () => {
    const bulkhead = testBulkheads();
    const scenario = scenarioOf();
    const simulator = createSimulator({
      ...{ scenario, seed: 1, policy: simPolicy, start_ms: SIM_START_MS, bulkhead },
      streets: noStreets,
    });
    const [offender] = simulator.setup.people;
    if (offender === undefined) throw new Error('there is an offender');
    // Led along a way that cannot be read.
    simulator.lead(PersonId.parse('V1'), {
      route: new Proxy([], { get: poison }),
      going: 'on',
    } as unknown as Parameters<Simulator['lead']>[1]); // wrong on purpose
    const events = simulator.step(SIM_START_MS + 1000);
    expect(events.some((event) => event.kind === 'fix' && event.person === 'O1')).toBe(true);
    expect(bulkhead.failing()).toMatchObject({ simulator: 1 });
  });

  it('an event that cannot be delivered, and a world that cannot be played, cost no order its look', () => {
    const bulkhead = testBulkheads();
    const watch = startWatch({ bulkhead });
    const heard: string[] = [];
    let ticks = 0;
    const fixEvent = (person: PersonId): SimEvent => ({ kind: 'fix', person, fix: fixAt(HOME, watch.now()) });
    let events: readonly SimEvent[] = [fixEvent(O), fixEvent(V)];
    const simulator: Pick<Simulator, 'step' | 'guided' | 'lead' | 'setUnitTask' | 'crewSays'> = {
      step: () => (events.length === 0 ? poison() : events),
      guided: poison,
      lead: () => undefined,
      setUnitTask: () => undefined,
      crewSays: () => null,
    };
    const step = createStep(
      {
        ...watch.monitoring,
        ingestFix: (person) => {
          if (person === O) poison();
          heard.push(person);
          return { accepted: true };
        },
      },
      simulator as Simulator, // the rest is not played
      () => undefined,
      () => void (ticks += 1),
      bulkhead,
    );
    step(watch.now());
    events = [];
    step(watch.now());
    expect([heard, ticks]).toEqual([[V], 2]);
    expect(bulkhead.failing()).toMatchObject({ devices: 1, simulator: 2 });
  });
});

it('one device of a request that fails costs no other its message, and the request says so', () => {
  const bulkhead = testBulkheads();
  const watch = startWatch({ bulkhead });
  const accepted: string[] = [];
  const doors = createDoors({
    ...{ people: setup.people, policy, now: watch.now, bulkhead },
    monitoring: {
      ...watch.monitoring,
      ingestFixes: (person, fixes) => {
        if (person === O) poison();
        accepted.push(person);
        return fixes.map(() => ({ accepted: true }));
      },
    },
  });
  const report = (person: PersonId) => ({
    ...{ deviceId: doors.identity(person).split('~')[0], token: doors.token(person) },
    fixes: [{ at_ms: watch.now(), lon: HOME[0], lat: HOME[1], accuracy_m: 5 }],
  });
  const answer = doors.send({}, [report(O), report(V)]);
  expect([answer.status, accepted, bulkhead.failing()]).toEqual([200, [V], { devices: 1 }]);
});
