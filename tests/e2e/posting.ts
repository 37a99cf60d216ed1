import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { loadPolicy } from '../../main/files/policy.ts';
import { loadStreets } from '../../main/monitoring/streets/load.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import { bearing_deg, destination, distance_m } from '../../shared/domain/geo/geodesic.ts';
import { inRoot } from '../../tools/root.ts';

const STREETS = inRoot('../shared/data/streets/hongdae.geojson');
const KNOTS_PER_MPS = 1.943_844;

const cli = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [inRoot('main/cli.ts'), ...args], { encoding: 'utf8' });

/** Imports the trial streets into a data folder; without them the bundled axes serve, and a line says so. */
export const importStreets = (dataDir: string): void => {
  if (existsSync(STREETS)) cli('import', 'streets', STREETS, '--data', dataDir);
  else console.info('trial streets are absent: the positions run along a bundled axis instead');
};

/** Way between two places along the streets that the data folder knows. */
export const streetWay = (dataDir: string, from: LonLat, to: LonLat): readonly LonLat[] => {
  const streets = loadStreets({ root: inRoot('.'), dataDir, policy: loadPolicy() });
  const way = streets.ok ? streets.value.route(from, to) : null;
  if (way === null) throw new Error('no way along the streets between the two places of this test');
  return way;
};

/** Points along a way, one every `step_m` metres. */
export const paced = (way: readonly LonLat[], step_m: number): readonly LonLat[] => {
  const points: LonLat[] = [];
  let carry = 0;
  way.slice(1).forEach((to, i) => {
    const from = way[i] ?? to;
    const length = distance_m(from, to);
    for (; carry <= length; carry += step_m) points.push(destination(from, bearing_deg(from, to), carry));
    carry -= length;
  });
  return points;
};

const Devices = z.array(z.looseObject({ deviceId: z.string(), token: z.string() }));

/** Device tokens of a running server's data folder, by device id. */
export const tokensOf = (dataDir: string, scenario: string): ReadonlyMap<string, string> =>
  new Map(
    Devices.parse(JSON.parse(cli('devices', '--data', dataDir, '--scenario', scenario, '--json'))).map((d) => [
      d.deviceId,
      d.token,
    ]),
  );

/** Posts one position as Traccar's phone client does; speed goes out in knots. */
export const post = async (
  port: number,
  device: string,
  token: string,
  at: LonLat,
  speed_mps: number,
): Promise<void> => {
  const query = new URLSearchParams({
    id: device,
    token,
    lat: at[1].toFixed(6),
    lon: at[0].toFixed(6),
    timestamp: String(Date.now()),
    accuracy: '6',
    speed: (speed_mps * KNOTS_PER_MPS).toFixed(2),
    batt: '80',
  });
  const answer = await fetch(`http://127.0.0.1:${port}/osmand?${query.toString()}`);
  if (!answer.ok) throw new Error(`the server refused a position: ${answer.status} ${await answer.text()}`);
};

/**
 * Walks a device along points, one a second, as a real one would send them, and stays at the last one until stopped. A post that
 * fails while the server is away is not repeated: neither does a phone.
 */
export const walk = (port: number, device: string, token: string, points: readonly LonLat[], speed_mps: number) => {
  const abort = new AbortController();
  const done = (async () => {
    for (let i = 0; !abort.signal.aborted; i += 1) {
      const at = points[Math.min(i, points.length - 1)];
      if (at === undefined) return;
      await post(port, device, token, at, i < points.length ? speed_mps : 0).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
      });
      await delay(1000, undefined, { signal: abort.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async (): Promise<void> => {
      abort.abort();
      await done;
    },
  };
};

export const scenarioFile = (name: string): string => join(inRoot('tests/e2e/scenarios'), `${name}.yaml`);
