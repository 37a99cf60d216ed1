import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { deviceToken } from '../../../main/monitoring/doors/tokens.ts';
import { loadSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';

const QUIET = join(import.meta.dirname, '..', 'server', 'fixtures', 'quiet.yaml');
const HOME: LonLat = [126.9244, 37.5572];
export const PAIRS = ['a', 'b', 'c'] as const;
export type Pair = (typeof PAIRS)[number];

type Quiet = { readonly people: readonly object[]; readonly orders: readonly object[] };

/** A scenario of several pairs for whom nobody but the test speaks. Returns the file. */
export const writeScene = (folder: string): string => {
  const quiet = parse(readFileSync(QUIET, 'utf8')) as Quiet; // a fixture of our own
  const copies = (all: readonly object[], pair: Pair): readonly object[] =>
    parse(stringify(all).replaceAll(/(quiet|9001)/g, `$1-${pair}`)) as readonly object[]; // the same, under other names
  const scene = {
    ...quiet,
    name: 'busy',
    people: PAIRS.flatMap((pair) => copies(quiet.people, pair)),
    orders: PAIRS.flatMap((pair) => copies(quiet.orders, pair)),
  };
  const file = join(folder, 'busy.yaml');
  writeFileSync(file, stringify(scene));
  return file;
};

/** Where the scene's server keeps its record. */
export const storeOf = (data: string): string => join(data, 'server', 'busy.db');
export const victimOf = (pair: Pair): string => `V-quiet-${pair}`;

/** The doors for devices of a running server, as the devices of a pair use them. */
export const createDevices = (data: string, port: number) => {
  const { devices: key } = loadSecret(join(data, 'server'));
  const post = async (path: string, deviceId: string, more: object): Promise<number> => {
    const body = JSON.stringify({ deviceId, token: deviceToken(key, deviceId), ...more });
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', body });
    await answer.arrayBuffer();
    return answer.status;
  };
  const fixAt = ([lon, lat]: LonLat, at_ms = Date.now()) => ({ fixes: [{ at_ms, lon, lat, accuracy_m: 5 }] });
  return {
    /** The offender alone reports, so many metres north of the victim (negative: south), as of a time. */
    offenderAt: (pair: Pair, metres: number, at_ms: number): Promise<number> =>
      post(
        'positions',
        `bracelet-9001-${pair}`,
        fixAt(destination(HOME, metres < 0 ? 180 : 0, Math.abs(metres)), at_ms),
      ),
    victimAt: (pair: Pair, at_ms: number): Promise<number> =>
      post('positions', `phone-9001-${pair}`, fixAt(HOME, at_ms)),
    /** The offender's strap is cut. */
    cut: (pair: Pair): Promise<number> =>
      post('events', `bracelet-9001-${pair}`, { kind: 'strap-tamper', at_ms: Date.now() }),
    /** Both report, the offender `metres` from the victim. */
    report: async (pair: Pair, metres: number): Promise<void> => {
      await post('positions', `phone-9001-${pair}`, fixAt(HOME));
      await post('positions', `bracelet-9001-${pair}`, fixAt(destination(HOME, 0, metres)));
    },
    /** The victim presses the button; gives the answer's status. */
    press: (pair: Pair): Promise<number> => post('sos', `phone-9001-${pair}`, {}),
  };
};
export type Devices = ReturnType<typeof createDevices>;
