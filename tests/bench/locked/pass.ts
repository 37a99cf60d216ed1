import { setTimeout as delay } from 'node:timers/promises';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { devicesOf, east_deg, orderIdOf, type Crowd, type Device } from '../crowd.ts';
import { post } from '../post.ts';

/** He is driven past her from one side to the other between two reports: no report of his touches a limit. */
const BESIDE_M = 400;
const SPEED_MPS = 40;
const RECORDED_LIMIT_MS = 15_000;

/** Some orders with a breach, most without, and the first, whose offender will pass. */
export const LOCKED: Crowd = {
  name: 'bench-locked',
  pairs: 100,
  apart_m: (pair) => (pair === 0 ? BESIDE_M : pair < 10 ? 150 : 8000),
  limits: { warning_m: 200, alert_m: 180, contact_m: 100 },
};

const reportOf = (device: Device, token: string, east_m: number, at_ms: number) => ({
  deviceId: device.deviceId,
  token,
  fixes: [{ at_ms, lon: device.lon + east_deg(east_m), lat: device.lat, accuracy_m: 3, speed_mps: SPEED_MPS }],
});

/** Posts the two of the first pair: the offender as many metres east of where he began. @returns when they were there. */
const report = async (url: string, tokens: ReadonlyMap<string, string>, east_m: number): Promise<number> => {
  const at_ms = Date.now();
  const pair = devicesOf(LOCKED).slice(0, 2);
  const body = pair.map((device) =>
    reportOf(device, tokens.get(device.deviceId) ?? '', device.role === 'offender' ? east_m : 0, at_ms),
  );
  const accepted = await post(`${url}/positions`, body);
  if (accepted < pair.length) throw new Error('a position of the pass was refused');
  return at_ms;
};

export const beforePass = (url: string, tokens: ReadonlyMap<string, string>): Promise<number> => report(url, tokens, 0);
export const afterPass = (url: string, tokens: ReadonlyMap<string, string>): Promise<number> =>
  report(url, tokens, -2 * BESIDE_M);

/**
 * Waits until the pass between two times is in the record. @returns when it was found, epoch ms. @throws Error where it is not recorded
 * in time, or as something else.
 */
export const recordedPass = async (
  entries: readonly Entry[],
  { from_ms, to_ms }: { readonly from_ms: number; readonly to_ms: number },
): Promise<number> => {
  for (const until = performance.now() + RECORDED_LIMIT_MS; performance.now() < until; await delay(50)) {
    const incidents = new Set(
      entries.flatMap(({ incidentId, body }) =>
        body.kind === 'incident.raised' && body.orderId === orderIdOf(0) ? [incidentId] : [],
      ),
    );
    for (const { incidentId, body, at_ms } of entries) {
      if (body.kind !== 'alert.raised' || !incidents.has(incidentId)) continue;
      const { closestAt_ms } = body.alert;
      if (closestAt_ms !== null && closestAt_ms > from_ms && closestAt_ms < to_ms) return at_ms;
    }
  }
  throw new Error('a fast pass that was heard is not in the record');
};
