import { createSecretKey } from 'node:crypto';
import type { z } from 'zod';
import type { Fix } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Monitoring } from '../index.ts';
import type { EventRefusal } from '../rules/engine.ts';
import type { Setup } from '../setup.ts';
import { done, refuse, unauthorised } from './answers.ts';
import type { Answer } from './answers.ts';
import type { Accepted } from './intake.ts';
import type { Route } from './route.ts';
import { createGuidanceRoute } from './guidance.ts';
import { parseJson, parsed } from './parsed.ts';
import { DeviceEventIn, OsmAnd, OsmAndSos, PositionsOfMany, PositionsOfOne, Sos } from './schemas.ts';
import { isTokenOf } from './tokens.ts';

export type RoutesPorts = {
  readonly monitoring: Pick<Monitoring, 'ingestFixes' | 'sos' | 'deviceEvent' | 'mailbox'>;
  readonly people: Setup['people'];
  readonly deviceKey: Uint8Array;
  readonly policy: Policy;
  readonly now: () => number;
  readonly count: (reason: string) => void;
  /** People for whom a real device spoke before this server started. */
  readonly real: readonly Person['id'][];
  /** A real device speaks for this person from now on. */
  readonly onRealDevice: (person: Person) => void;
};

const eventAnswer = (result: Result<null, EventRefusal>): Answer => {
  if (result.ok) return done({ accepted: 1 });
  if (result.error === 'no-order') return refuse(409, 'no-order', 'no order is in force for this device');
  // Not on disk: the device is to try again.
  return refuse(503, 'store-failed', 'the event could not be stored; send it again');
};

const fixAnswer = (accepted: Accepted, future_s: number): Answer => {
  if (accepted.accepted) return done({ accepted: 1, refused: {} });
  switch (accepted.reason) {
    case 'duplicate': // the device may forget it: an error would make it send it for ever
    case 'implausible':
      return { ...done({ accepted: 0, refused: { [accepted.reason]: 1 } }), reason: accepted.reason };
    case 'future':
      return refuse(400, 'future', `timestamp: is more than ${future_s} s ahead`);
    case 'no-order':
      return refuse(409, 'no-order', 'no order is in force for this device');
    case 'unknown-person':
      return unauthorised();
  }
};

/** The HTTP doors for devices. Each checks schema, then token, then acts. */
export const createRoutes = (ports: RoutesPorts) => {
  const { monitoring, now } = ports;
  const deviceKey = createSecretKey(ports.deviceKey);
  const byDevice = new Map<string, Person>(ports.people.map((person) => [person.deviceId, person]));
  const real = new Set<Person['id']>(ports.real);

  const authenticate = (deviceId: string, ...tokens: readonly (string | null | undefined)[]): Person | null => {
    const person = byDevice.get(deviceId);
    const token = tokens.find((t) => typeof t === 'string' && t !== '') ?? '';
    return isTokenOf(deviceKey, deviceId, token) && person !== undefined ? person : null;
  };

  const ingest = (person: Person, fixes: readonly Fix[], receivedAt_ms: number): readonly Accepted[] => {
    const present = ({ at_ms }: Fix): boolean => at_ms <= receivedAt_ms + ports.policy.fixes.future_s * 1000;
    if (!real.has(person.id) && fixes.some(present)) {
      real.add(person.id);
      ports.onRealDevice(person);
    }
    return monitoring.ingestFixes(person.id, fixes, receivedAt_ms);
  };

  const phone = (id: string, token: string | null | undefined, bearer: string | null): Person | null => {
    const [deviceId = '', suffix] = id.split('~', 2);
    return authenticate(deviceId, token, bearer, suffix);
  };

  const osmand: Route = ({ query, body, bearer }) => {
    const fields = Object.fromEntries([...query, ...new URLSearchParams(body)]);
    const press = OsmAndSos.safeParse(fields);
    const presser = press.success ? phone(press.data.id, press.data.token, bearer) : null;
    const pressed = presser?.role === 'victim' ? monitoring.sos(presser.id, now()) : null;
    if (pressed?.ok === false) return eventAnswer(pressed);
    return parsed(OsmAnd, fields, ({ id, token, fix }) => {
      const person = phone(id, token, bearer);
      if (person === null) return unauthorised();
      const receivedAt_ms = now();
      const [accepted = { accepted: true }] = ingest(person, [fix(receivedAt_ms)], receivedAt_ms);
      return fixAnswer(accepted, ports.policy.fixes.future_s);
    });
  };

  const positions: Route = ({ query, body, bearer }) => {
    const value = parseJson(body);
    const take = (batches: z.infer<typeof PositionsOfMany>): Answer => {
      const people = batches.map((b) => authenticate(b.deviceId, b.token, query.get('token'), bearer));
      if (people.includes(null)) return unauthorised(); // all or nothing: a wrong token never half works
      const receivedAt_ms = now();
      const refused: Record<string, number> = {};
      let accepted = 0;
      for (const [index, batch] of batches.entries()) {
        const person = people[index];
        if (person === null || person === undefined) continue;
        for (const result of ingest(person, batch.fixes, receivedAt_ms)) {
          if (result.accepted) accepted += 1;
          else {
            refused[result.reason] = (refused[result.reason] ?? 0) + 1;
            ports.count(result.reason);
          }
        }
      }
      return done({ accepted, refused });
    };
    return Array.isArray(value)
      ? parsed(PositionsOfMany, value, take)
      : parsed(PositionsOfOne, value, (one) => take([one]));
  };

  const sos: Route = ({ query, body, bearer }) =>
    parsed(Sos, parseJson(body), ({ deviceId, token }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      if (person.role !== 'victim') return refuse(400, 'invalid', "deviceId: is not a victim's device");
      return eventAnswer(monitoring.sos(person.id, now()));
    });

  const events: Route = ({ query, body, bearer }) =>
    parsed(DeviceEventIn, parseJson(body), ({ deviceId, token, kind, at }) => {
      const person = authenticate(deviceId, token, query.get('token'), bearer);
      if (person === null) return unauthorised();
      const now_ms = now();
      if ((at ?? now_ms) > now_ms + ports.policy.fixes.future_s * 1000) {
        return refuse(400, 'future', `at: is more than ${ports.policy.fixes.future_s} s ahead`);
      }
      // A device's clock may run ahead a little: nothing happens after it was recorded.
      return eventAnswer(monitoring.deviceEvent(person.id, kind, Math.min(at ?? now_ms, now_ms)));
    });

  const guidance = createGuidanceRoute(monitoring.mailbox, authenticate);

  return { osmand, positions, sos, events, guidance };
};
