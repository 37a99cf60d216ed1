import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClockHealth } from '../../../shared/domain/clockHealth.ts';
import { ClockHealth as ClockHealthSchema } from '../../../shared/domain/clockHealth.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const SCENARIO = join(import.meta.dirname, 'fixtures', 'threePairs.yaml');
const SHIFTED = join(import.meta.dirname, 'shiftedDate.ts');
const M_PER_DEG = 111_195;
const [VICTIM_LAT, SPEED_MPS] = [37.55, 30];
const LON = { 1: 126.9, 2: 127.1, 3: 127.3 } as const;
type Pair = keyof typeof LON;
const PAIRS: readonly Pair[] = [1, 2, 3];

const faketime = ((): string | null => {
  try {
    return execFileSync('faketime', ['-f', '+1d', 'node', '-p', 'process.env.LD_PRELOAD'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
})();

/** Ways to have the wall clock of a server process say something else. */
type Way = {
  readonly env: Readonly<Record<string, string>>;
  readonly set: (by: { readonly offset_s: number; readonly drift: number }) => void;
};

const replace = (file: string, text: string): void => {
  writeFileSync(`${file}.next`, text);
  renameSync(`${file}.next`, file);
};

const byPreload = (data: string): Way => {
  const file = join(data, 'clock.json');
  const set: Way['set'] = ({ offset_s, drift }) => replace(file, JSON.stringify({ offset_ms: offset_s * 1000, drift }));
  set({ offset_s: 0, drift: 0 });
  return { env: { NODE_OPTIONS: `--import ${SHIFTED}`, JIKIM_TEST_CLOCK: file }, set };
};

const byFaketime = (data: string): Way => {
  const file = join(data, 'faketimerc');
  const set: Way['set'] = ({ offset_s, drift }) =>
    replace(file, `${offset_s < 0 ? '' : '+'}${offset_s} x${1 + drift}\n`);
  set({ offset_s: 0, drift: 0 });
  return {
    env: {
      LD_PRELOAD: faketime ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
};

const WAYS = [
  ['a wall clock shifted inside the process', byPreload, false],
  ['faketime', byFaketime, faketime === null],
] as const;
if (faketime === null) process.stderr.write('faketime is not installed: the same under it is skipped\n');

describe.each(WAYS)(
  'the clock of the server’s machine is wrong while offenders walk to their victims: %s',
  (_name, way, isSkipped) => {
    if (isSkipped) {
      it.skip('needs the Debian package faketime', () => undefined);
      return;
    }
    const data = dataFolder();
    const clock = way(data.path);
    let server: Running;
    let desk: TestConsole;
    let reporting: ReturnType<typeof setInterval>;
    let devices: ReturnType<typeof deviceTokens>;
    /** How far each offender is south of the victim: within the warning tier from the beginning. */
    const apart_m = new Map<Pair, number>(PAIRS.map((pair) => [pair, 1300]));
    const walking = new Set<Pair>();
    let beat: ClockHealth | null = null;

    const report = async (person: string, pair: Pair, lat: number): Promise<void> => {
      const { deviceId, token } = devices.get(person) ?? { deviceId: '', token: '' };
      const fixes = [{ at_ms: Date.now(), lon: LON[pair], lat, accuracy_m: 5 }];
      await fetch(`http://127.0.0.1:${server.port}/positions`, {
        method: 'POST',
        body: JSON.stringify({ deviceId, token, fixes }),
      });
    };
    /** Reports on their way: the server is not stopped before they are answered. */
    const underWay = new Set<Promise<void>>();
    const send = (reported: Promise<void>): void => {
      underWay.add(reported);
      void reported.finally(() => underWay.delete(reported));
    };
    const reportAll = (): void => {
      for (const pair of PAIRS) {
        const away_m = apart_m.get(pair) ?? 0;
        if (walking.has(pair)) apart_m.set(pair, away_m - SPEED_MPS);
        send(report(`V-${pair}`, pair, VICTIM_LAT));
        send(report(`O-${pair}`, pair, VICTIM_LAT - (apart_m.get(pair) ?? 0) / M_PER_DEG));
      }
    };
    const health = async (): Promise<{ readonly clock: ClockHealth; readonly refused: Record<string, number> }> => {
      const body = (await (await fetch(`http://127.0.0.1:${server.port}/health`)).json()) as {
        readonly clock: unknown;
        readonly refused: Record<string, number>;
      }; // the server's own answer
      return { clock: ClockHealthSchema.parse(body.clock), refused: body.refused };
    };
    const healthIs = async (state: ClockHealth['state'], within_ms: number): Promise<void> => {
      const end_ms = performance.now() + within_ms;
      for (let now = await health(); now.clock.state !== state; now = await health()) {
        if (performance.now() > end_ms)
          throw new Error(`/health said ${JSON.stringify(now.clock)} for ${within_ms} ms`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const isBreach = ({ body }: Entry, pair: Pair): boolean =>
      (body.kind === 'alert.raised' || body.kind === 'alert.level') &&
      body.alert.rule.type === 'proximity' &&
      body.alert.rule.victim === `V-${pair}` &&
      body.alert.level === 'alert';

    beforeAll(async () => {
      devices = deviceTokens(data.path, SCENARIO);
      server = await startServer(data.path, ['--scenario', SCENARIO], clock.env);
      desk = await connectConsole(server.port);
      desk.socket.on('heartbeat', (payload) => {
        beat = serverEvents.heartbeat.parse(payload).clock;
      });
      await desk.signIn('dispatcher1', 'jikim-dispatch');
      reporting = setInterval(reportAll, 1000);
      await healthIs('right', 25_000);
    });
    afterAll(async () => {
      clearInterval(reporting);
      await Promise.all(underWay);
      desk.close();
      await server.stop();
      data.drop();
    });

    it.each([
      ['set back 10 min', 1, { offset_s: -600, drift: 0 }],
      ['set forward 31 min', 2, { offset_s: 1860, drift: 0 }],
      ['gaining a second a second', 3, { offset_s: 0, drift: 1 }],
    ] as const)(
      '%s: is said within 5 s, and the breach rings as if nothing were',
      async (_what, pair, by) => {
        clock.set(by);
        await healthIs('fault', by.drift === 0 ? 5000 : 12_000);
        await until('the desk is told', () => beat?.state === 'fault', 1000);
        if (by.offset_s !== 0) expect(beat).toMatchObject({ offset_s: by.offset_s });
        // Nearer, as fast as anybody may be: what counts is when the alert tier is entered.
        apart_m.set(pair, 1300);
        walking.add(pair);
        await until('the alert tier is entered', () => (apart_m.get(pair) ?? 0) <= 990, 90_000);
        const enteredAt_ms = Date.now();
        await until('it rings', () => desk.entries.some((entry) => isBreach(entry, pair)), 2000);
        walking.delete(pair);
        const rung = desk.entries.find((entry) => isBreach(entry, pair));
        expect(rung?.body).toMatchObject({ alert: { code: 1, cause: 'position', late: false } });
        expect(Math.abs((rung?.at_ms ?? 0) - enteredAt_ms)).toBeLessThan(2500);
        expect((await health()).refused).toEqual({});

        clock.set({ offset_s: 0, drift: 0 });
        await healthIs('right', 5000);
        const kinds = (await readRecord(desk)).map(({ body }) => body.kind);
        expect(kinds.filter((kind) => kind === 'clock.wrong')).toHaveLength(pair);
        await until(
          'its end is recorded',
          () => desk.entries.filter(({ body }) => body.kind === 'clock.right').length === pair,
        );
      },
      150_000,
    );

    it('keeps the entries in the order of their times', async () => {
      const times = (await readRecord(desk)).map(({ recordedAt_ms }) => recordedAt_ms);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.abs((times.at(-1) ?? 0) - Date.now())).toBeLessThan(60_000);
    });
  },
);
