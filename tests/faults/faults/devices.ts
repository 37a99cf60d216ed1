import type { Fault } from './fault.ts';

/** One device's messages do not come through, as in a tunnel; it hands them in afterwards. */
export const tunnel: Fault = {
  name: 'tunnel',
  lasts_s: [20, 110],
  explains: [],
  begin: ({ scene, devices }, chance) => {
    const pair = chance.pick(scene.pairs);
    const some = pair === null ? [] : [pair.offender];
    devices.silence(some);
    return () => devices.hear(some);
  },
};

/** A carrier is down: nobody's messages come through. */
export const massOutage: Fault = {
  name: 'mass outage',
  lasts_s: [30, 200],
  explains: [],
  begin: ({ scene, devices }) => {
    const all = scene.pairs.flatMap(({ offender, victim }) => [offender, victim]);
    devices.silence(all);
    return () => devices.hear(all);
  },
};

const BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '[[[[[[[[[[]]]]]]]]]]',
  '{"deviceId":null}',
  '{"deviceId":"device-O0","token":"wrong"}',
  '{"deviceId":"device-O0","fixes":[{"lat":1e400}]}',
  '{"__proto__":{"deviceId":"device-V0"}}',
  `{"deviceId":"${'x'.repeat(5000)}"}`,
  '\u0000\uFFFF',
];

/** Bodies nobody can read, many a second. */
export const poison: Fault = {
  name: 'poison',
  lasts_s: [10, 60],
  explains: [],
  begin: ({ time, devices }, chance) => {
    let isOver = false;
    const send = (): void => {
      if (isOver) return;
      devices.poison(
        chance.pick(['/', '/osmand', '/positions', '/sos', '/events', '/nowhere']) ?? '/',
        chance.pick(BODIES) ?? '',
      );
      time.at(time.now_ms() + chance.between(20, 400), send);
    };
    send();
    return () => {
      isOver = true;
    };
  },
};
