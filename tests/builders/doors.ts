import { answered } from './answered.ts';
import type { DeviceSign } from '../../shared/domain/fixes.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import type { Person } from '../../shared/domain/orders.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { createCounters } from '../../main/monitoring/metrics/counters.ts';
import type { Answer } from '../../main/monitoring/doors/answers.ts';
import { createFates } from '../../main/monitoring/doors/fates.ts';
import type { Fate } from '../../main/monitoring/doors/fates.ts';
import type { Bulkhead } from '../../main/monitoring/ports/bulkheads.ts';
import { noBulkhead } from '../../main/monitoring/ports/bulkheads.ts';
import { createRoutes } from '../../main/monitoring/doors/routes.ts';
import { deviceToken } from '../../main/monitoring/doors/tokens.ts';
import type { Monitoring } from '../../main/monitoring/ports/monitoring.ts';

const KEY = new Uint8Array(32).fill(7);

/** The doors for devices without a socket, on whatever clock the test moves. */
export type Doors = {
  /** A request to the door for phones; the body is JSON where it is an object. */
  readonly send: (query: string | Readonly<Record<string, string>>, body?: string | object) => Answer;
  readonly sos: (body: object) => Answer;
  readonly event: (body: object) => Answer;
  /** `DEVICE~TOKEN` of a person. */
  readonly identity: (person: PersonId) => string;
  readonly token: (person: PersonId) => string;
  /** What was handed to the core beside fixes, per person, in order. */
  readonly signs: (person: PersonId) => readonly DeviceSign[];
  readonly refused: () => Readonly<Record<string, number>>;
  readonly fates: readonly Fate[];
};

/** Without a socket nothing is waited for. */
const atOnce = (answer: Answer | Promise<Answer>): Answer => {
  if (answer instanceof Promise) throw new Error('an answer was put off');
  return answer;
};

export const createDoors = (given: {
  readonly monitoring: Monitoring;
  readonly people: readonly Person[];
  readonly policy: Policy;
  readonly now: () => number;
  readonly bulkhead?: Bulkhead;
}): Doors => {
  const { monitoring, people, policy, now } = given;
  const counters = createCounters();
  const fates = createFates();
  const told: Fate[] = [];
  const signs: { readonly person: PersonId; readonly sign: DeviceSign }[] = [];
  fates.watch(
    (fate) => told.push(fate),
    () => undefined,
  );
  const routes = createRoutes({
    monitoring: {
      ...monitoring,
      ingestSigns: (person, more, received_ms) => {
        signs.push(...more.map((sign) => ({ person, sign })));
        monitoring.ingestSigns(person, more, received_ms);
      },
    },
    people,
    deviceKey: KEY,
    policy,
    now,
    count: counters.count,
    bulkhead: given.bulkhead ?? noBulkhead,
    fates,
    real: [],
    onRealDevice: ({ id }) => monitoring.startOver(id),
    putAlarms: (alarms) => answered(monitoring.alarms, alarms),
  });
  const deviceOf = (person: PersonId): string => people.find(({ id }) => id === person)?.deviceId ?? '';
  const token = (person: PersonId): string => deviceToken(KEY, deviceOf(person));
  const asked = (query: URLSearchParams, body: string) =>
    ({ method: body === '' ? 'GET' : 'POST', query, body, bearer: null, user: null }) as const;
  return {
    send: (query, body = '') =>
      atOnce(routes.reports(asked(new URLSearchParams(query), typeof body === 'string' ? body : JSON.stringify(body)))),
    sos: (body) => atOnce(routes.sos(asked(new URLSearchParams(), JSON.stringify(body)))),
    event: (body) => atOnce(routes.events(asked(new URLSearchParams(), JSON.stringify(body)))),
    identity: (person) => `${deviceOf(person)}~${token(person)}`,
    token,
    signs: (person) => signs.filter((one) => one.person === person).map(({ sign }) => sign),
    refused: counters.refused,
    fates: told,
  };
};
