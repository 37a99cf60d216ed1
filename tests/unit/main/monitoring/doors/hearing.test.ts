import { answered } from '../../../../builders/answered.ts';
import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { createDoors } from '../../../../builders/doors.ts';
import { HOME, O, policy, setup, START_MS, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const open = (watch: Watch = startWatch(), people = setup.people) => ({
  watch,
  doors: createDoors({ monitoring: watch.monitoring, people, policy, now: watch.now }),
});
const seconds = (ms: number): string => String(Math.floor(ms / 1000));
const place = ([lon, lat]: LonLat): { readonly lon: string; readonly lat: string } => ({
  lon: `${lon}`,
  lat: `${lat}`,
});
const accepted = (n: number, refused: object = {}) => ({ status: 200, body: { accepted: n, refused }, reason: null });
const [HEARD, NO_PLACE] = [{ kind: 'heard' }, { kind: 'no-valid-place' }];

describe('a message', () => {
  it('is a sign of life, whatever it holds', () => {
    const { doors, watch } = open();
    const id = doors.identity(V);
    expect(doors.send({ id, ...place(HOME), timestamp: seconds(watch.now()) })).toEqual(accepted(1));
    expect(doors.signs(V)).toEqual([HEARD]);
    doors.event({ deviceId: setup.people[1]?.deviceId, token: doors.token(V), kind: 'battery-low' });
    expect(doors.signs(V)).toEqual([HEARD, HEARD]);
    expect(doors.signs(O)).toEqual([]);
  });

  it('without a place moves nothing and says so', () => {
    const { doors, watch } = open();
    expect(doors.send({ id: doors.identity(V), timestamp: seconds(watch.now()), batt: '80' })).toEqual(accepted(0));
    expect(doors.signs(V)).toEqual([HEARD, NO_PLACE]);
    expect(watch.monitoring.hasPlace(V)).toBe(false);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    ['invalid', { valid: 'false' }, 'no-valid-place', 'no-valid-place'],
    ['0, 0', { lat: '0', lon: '0' }, 'no-valid-place', 'no-valid-place'],
    ['swapped', { lat: `${HOME[0]}`, lon: `${HOME[1]}` }, 'no-valid-place', 'no-valid-place'],
    ['accuracy below 0', { accuracy: '-1' }, 'no-valid-place', 'no-valid-place'],
    ['made up', { mock: 'true' }, 'place-faked', 'place-faked'],
  ])('with a place that cannot be used is taken, counted and told: %s', (_name, more, reason, sign) => {
    const { doors, watch } = open();
    const answer = doors.send({ id: doors.identity(O), ...place(HOME), timestamp: seconds(watch.now()), ...more });
    expect(answer).toEqual(accepted(0, { [reason]: 1 }));
    expect(doors.signs(O)).toEqual([HEARD, { kind: sign }]);
    expect(doors.refused()).toEqual({ [reason]: 1 });
    expect(watch.monitoring.hasPlace(O)).toBe(false);
  });

  it('that can never be read is refused by field, and the desk is told', () => {
    const { doors } = open();
    const answer = doors.send({ id: doors.identity(V), lat: '37,5563', lon: '126,9236' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'lat: must be a number of degrees' } });
    expect(doors.signs(V)).toEqual([HEARD, { kind: 'set-up-wrongly' }]);
    expect(doors.send({ id: doors.identity(V) }, '{').status).toBe(400);
    expect(doors.signs(V).slice(2)).toEqual([HEARD, { kind: 'set-up-wrongly' }]);
    expect(doors.send({ id: 'device-V-test', lat: '37,5563', lon: '126,9236' }).status).toBe(401);
    expect(doors.signs(V)).toHaveLength(4);
  });

  it('from elsewhere is no first place, but may be a later one', () => {
    const { doors, watch } = open();
    const id = doors.identity(V);
    const at = (where: LonLat, ago_s: number) =>
      doors.send({ id, ...place(where), timestamp: seconds(watch.now() - ago_s * 1000) });
    const TOKYO: LonLat = [139.77, 35.68];
    expect(at(TOKYO, 9)).toEqual(accepted(0, { 'no-valid-place': 1 }));
    expect(at(HOME, 8)).toEqual(accepted(1));
    // Now it is for the rules to say what to believe: it is held as too far away.
    expect(at(TOKYO, 7)).toEqual(accepted(1));
  });
});

describe('a battery', () => {
  it('that charges is no news, however low; one that does not is told once', () => {
    const { doors, watch } = open();
    const send = (charge: string) => {
      watch.pass(1);
      doors.send({ id: doors.identity(V), ...place(HOME), timestamp: seconds(watch.now()), batt: '0', charge });
      return watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'device').length;
    };
    expect([send('true'), send('true'), send('false'), send('false')]).toEqual([0, 0, 1, 1]);
  });
});

describe('a clock', () => {
  const fix = (at_ms: number) => ({ at_ms, lon: HOME[0], lat: HOME[1] });
  const batch = (doors: ReturnType<typeof open>['doors'], ...times: readonly number[]) =>
    doors.send('', { deviceId: 'device-V-test', token: doors.token(V), fixes: times.map(fix) });
  const WEEKS_1024_S = 1024 * 7 * 86_400;

  it.each<readonly [string, number, string]>([
    ['90 s ahead', 90, 'future'],
    ['1,024 weeks back', -WEEKS_1024_S, 'too-old'],
    ['in 2034', 8 * 365 * 86_400, 'future'],
  ])('that is wrong costs a 200 and is told with its offset: %s', (_name, offset_s, reason) => {
    const { doors, watch } = open();
    const timestamp = seconds(watch.now() + offset_s * 1000);
    expect(doors.send({ id: doors.identity(V), ...place(HOME), timestamp })).toEqual(accepted(0, { [reason]: 1 }));
    expect(doors.signs(V)).toEqual([HEARD, { kind: 'clock-wrong', offset_s }]);
    expect(watch.monitoring.hasPlace(V)).toBe(false);
  });

  it('is right where a queue of old fixes ends in a fresh one', () => {
    const { doors, watch } = open();
    const now_ms = watch.now();
    expect(batch(doors, now_ms - 9 * 86_400_000, now_ms - 60_000, now_ms)).toEqual(accepted(2, { 'too-old': 1 }));
    expect(batch(doors, now_ms - 1000, now_ms + 8 * 365 * 86_400_000)).toEqual(accepted(1, { future: 1 }));
    expect(doors.signs(V)).toEqual([HEARD, HEARD]);
  });

  it('that is wrong is told by a heartbeat too', () => {
    const { doors, watch } = open();
    doors.send({ id: doors.identity(V), timestamp: seconds(watch.now() + 3_600_000) });
    expect(doors.signs(V)).toContainEqual({ kind: 'clock-wrong', offset_s: 3600 });
  });

  it('never costs an event', () => {
    const { doors, watch } = open();
    const tamper = { deviceId: 'device-O-test', token: doors.token(O), kind: 'strap-tamper' };
    expect(doors.event({ ...tamper, at: watch.now() + 86_400_000 }).status).toBe(200);
    expect(doors.event({ ...tamper, at: watch.now() - WEEKS_1024_S * 1000 }).status).toBe(200);
    expect(doors.event({ ...tamper, at: 'yesterday' }).status).toBe(200);
    const times = watch.entries.filter(({ body }) => body.kind.startsWith('alert.')).map(({ at_ms }) => at_ms);
    expect(times).toEqual([watch.now(), watch.now(), watch.now()]);
    expect(doors.signs(O).filter(({ kind }) => kind === 'clock-wrong')).toHaveLength(2);
  });
});

describe('a queue', () => {
  it('is not held up by what nobody watches over', () => {
    const ended = setup.orders.map((order) => ({ ...order, validTo_ms: START_MS - 1 }));
    const { doors, watch } = open(startWatch({ setup: { ...setup, orders: ended } }));
    const id = doors.identity(O);
    expect(doors.send({ id, ...place(HOME), timestamp: seconds(watch.now()) })).toEqual(accepted(0, { 'no-order': 1 }));
    expect(doors.send({ id, alarm: 'jamming' })).toEqual(accepted(0, { 'no-order': 1 }));
    const event = { deviceId: 'device-O-test', token: doors.token(O), kind: 'jamming' };
    expect(doors.event(event)).toMatchObject({ status: 200, body: { accepted: 0, refused: { 'no-order': 1 } } });
  });

  it('that repeats what was taken is told so', () => {
    const { doors, watch } = open();
    const send = () => doors.send({ id: doors.identity(V), ...place(HOME), timestamp: seconds(watch.now()) });
    expect([send(), send()]).toEqual([accepted(1), accepted(0, { duplicate: 1 })]);
  });
});

describe('an alarm', () => {
  it.each<readonly [string, string]>([
    ['tampering', 'strap-tamper'],
    ['removing', 'strap-tamper'],
    ['jamming', 'jamming'],
    ['powerOff', 'power-off'],
    ['powerCut', 'power-off'],
    ['lowBattery', 'battery-low'],
    ['gpsAntennaCut', 'gnss-lost'],
  ])('of Traccar’s list is a device event: %s', (alarm, kind) => {
    const { doors, watch } = open();
    expect(doors.send({ id: doors.identity(O), alarm })).toEqual(accepted(0));
    expect(watch.bodies('alert.raised').map(({ alert }) => alert.rule)).toEqual([{ type: 'device', kind, person: O }]);
    // It needs no place, so that it lacks none.
    expect(doors.signs(O)).toEqual([HEARD]);
  });

  it('that a bracelet has lost its tracker is a sign; one that means nothing here is counted', () => {
    const { doors } = open();
    doors.send({ id: doors.identity(O), alarm: 'unpaired' });
    expect(doors.signs(O)).toEqual([HEARD, { kind: 'unpaired' }]);
    expect(doors.send({ id: doors.identity(O), ...place(HOME), alarm: 'hardBraking' })).toEqual(
      accepted(1, { 'unknown-alarm': 1 }),
    );
    expect(doors.send({ id: doors.identity(O), alarm: 'sos' })).toEqual(accepted(0, { 'not-a-victim': 1 }));
  });
});

describe('the button', () => {
  const presses = (watch: Watch): number =>
    watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'sos').length +
    watch.bodies('alert.repeated').length;

  it.each<readonly [string, (id: string) => readonly [Readonly<Record<string, string>>, string | object]]>([
    ['query', (id) => [{ id, ...place(HOME), alarm: 'sos' }, '']],
    ['query without a place', (id) => [{ id, alarm: 'sos' }, '']],
    ['query with nothing right in it', (id) => [{ id, alarm: 'sos', lat: 'x', timestamp: 'y', accuracy: 'z' }, '']],
    ['form', (id) => [{}, new URLSearchParams({ id, alarm: 'SOS' }).toString()]],
    ['JSON', (id) => [{}, { device_id: id, location: { extras: { alarm: 'sos' } } }]],
    ['OwnTracks', (id) => [{ id }, { _type: 'location', tst: 1, alarm: 'sos' }]],
    ['batch', (id) => [{}, { deviceId: id, fixes: [{}], alarm: 'sos' }]],
  ])('is heard in every form: %s', (_name, message) => {
    const { doors, watch } = open();
    doors.send(...message(doors.identity(V)));
    expect(presses(watch)).toBe(1);
  });

  it('is heard of one device of a list although the token of another is wrong', () => {
    const { doors, watch } = open();
    const list = [
      { id: doors.identity(V), alarm: 'sos', ...place(HOME) },
      { id: 'device-O-test', ...place(HOME) },
    ];
    expect(doors.send('', list).status).toBe(401);
    expect(presses(watch)).toBe(1);
    expect(watch.monitoring.hasPlace(V)).toBe(false);
  });

  it('sent again within 30 s with the same stamp is one press, and later another, though the phone’s clock stands still', () => {
    const { doors, watch } = open();
    const press = () => doors.send({ id: doors.identity(V), alarm: 'sos', timestamp: '1772793090' }).status;
    const counts: number[] = [];
    for (const wait_s of [0, 10, 20, 1, 29, 1, 1]) {
      watch.pass(wait_s);
      expect(press()).toBe(200);
      counts.push(presses(watch));
    }
    //                       0 s, 10 s, 30 s, 31 s, 60 s, 61 s, 62 s
    expect(counts).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });

  it('without a stamp, or with another, is always a press', () => {
    const { doors, watch } = open();
    for (let n = 0; n < 3; n += 1) doors.send({ id: doors.identity(V), alarm: 'sos' });
    expect(presses(watch)).toBe(3);
    doors.send({ id: doors.identity(V), alarm: 'sos', timestamp: '1772793001' });
    doors.send({ id: doors.identity(V), alarm: 'sos', timestamp: '1772793002' });
    const own = { deviceId: 'device-V-test', token: doors.token(V) };
    expect([doors.sos(own).status, doors.sos(own).status, doors.sos({ ...own, at: 7 }).status]).toEqual([
      200, 200, 200,
    ]);
    expect(doors.sos({ ...own, at: 7 }).status).toBe(200);
    expect(presses(watch)).toBe(8);
  });

  it('that cannot be stored is owed, each for itself, and one that is sent again meanwhile is not two', () => {
    const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
    let isBroken = false;
    const commit: Store['commit'] = (change) => {
      if (isBroken) throw new Error('disk full');
      real.commit(change);
    };
    const { doors, watch } = open(startWatch({ store: { ...real, commit } }));
    const press = (timestamp: string) => doors.send({ id: doors.identity(V), alarm: 'sos', timestamp }).status;
    watch.pass(1);
    isBroken = true;
    // Two presses, of which the phone repeats the second as its queue does, and one of a button that names no time.
    expect([press('1'), press('2'), press('2')]).toEqual([503, 503, 503]);
    expect(doors.send({ id: doors.identity(V), alarm: 'sos' }).status).toBe(503);
    watch.pass(5);
    expect(presses(watch)).toBe(0);
    isBroken = false;
    // What is kept goes to disk by itself; the repeat that comes then is the press itself.
    watch.pass(1);
    expect(presses(watch)).toBe(3);
    expect(press('2')).toBe(200);
    expect(presses(watch)).toBe(3);
    expect([press('1'), press('2')]).toEqual([200, 200]);
    expect(presses(watch)).toBe(3);
  });

  it('is written together with others that come in the same moment, each answered for itself', () => {
    const { watch } = open();
    let writes = 0;
    watch.monitoring.onEntries(() => (writes += 1));
    const at_ms = watch.now();
    const stamps = ['1', '1', null, null, '2'];
    const answers = answered(
      watch.monitoring.alarms,
      stamps.map((stamp) => ({ kind: 'sos', person: V, at_ms, stamp }) as const),
    );
    expect(answers.map((one) => one.ok && one.value)).toEqual(['raised', 'known', 'raised', 'raised', 'raised']);
    expect([presses(watch), writes]).toEqual([4, 1]);
    expect(answered(watch.monitoring.alarms, [{ kind: 'sos', person: V, at_ms, stamp: '2' }])).toEqual([
      { ok: true, value: 'known' },
    ]);
    expect([presses(watch), writes]).toEqual([4, 1]);
  });

  it('is written together with the device events of its list, each answered for itself', () => {
    const { doors, watch } = open();
    let writes = 0;
    watch.monitoring.onEntries(() => (writes += 1));
    const [v, o] = [doors.identity(V), doors.identity(O)];
    const list = [
      { id: o, ...place(HOME), alarm: 'tampering', timestamp: seconds(watch.now() - 3000) },
      { id: o, alarm: 'tampering,jamming', timestamp: seconds(watch.now() - 2000) },
      { id: v, alarm: 'sos' },
      { id: o, alarm: 'tampering', timestamp: seconds(watch.now() - 3000) },
    ];
    expect(doors.send('', list)).toMatchObject({ status: 200 });
    const rules = watch
      .bodies('alert.raised')
      .map(({ alert: { rule } }) => (rule.type === 'device' ? rule.kind : rule.type));
    expect(rules).toEqual(['strap-tamper', 'jamming', 'sos']);
    // The second tamper of its own moment sounds again; the same moment once more says nothing new.
    expect(watch.bodies('alert.repeated')).toHaveLength(1);
    expect(writes).toBe(1);
  });

  it('tells where its fix is', () => {
    const { doors, watch } = open();
    const north = destination(HOME, 0, 50);
    expect(doors.send({ id: doors.identity(V), ...place(north), alarm: 'sos' })).toMatchObject({
      status: 200,
      body: { accepted: 1, refused: {}, pressed: true },
    });
    expect(watch.monitoring.hasPlace(V)).toBe(true);
  });
});

describe('fates', () => {
  it('name what became of each message, and no place', () => {
    const { doors, watch } = open();
    const id = doors.identity(V);
    doors.send({ id, ...place(HOME), timestamp: seconds(watch.now()) });
    doors.send({ id, ...place(HOME), timestamp: seconds(watch.now() + 90_000), alarm: 'sos' });
    doors.send({ id, lat: '37,5', lon: '126,9' });
    doors.send({ id: 'device-V-test', token: 'x', ...place(HOME) });
    doors.send({ id: 'nobody', token: 'x', ...place(HOME) });
    expect(doors.fates).toMatchObject([
      { deviceId: 'device-V-test', accepted: 1, refused: {}, press: null, tokenWrong: false },
      { accepted: 0, refused: { future: 1 }, press: 'raised', clockOff_s: 90 },
      { refused: { unreadable: 1 }, fault: 'lat: must be a number of degrees' },
      { deviceId: 'device-V-test', tokenWrong: true },
    ]);
    expect(doors.fates).toHaveLength(4);
    expect(JSON.stringify(doors.fates)).not.toMatch(/126|37[.,]5/);
  });
});
