import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { deviceToken } from '../../../main/monitoring/doors/tokens.ts';
import { placeFrom } from '../../oracle/places.ts';
import type { Pair, Scene, Walker } from './scene.ts';
import { SECRET } from './server.ts';
import type { Server } from './server.ts';
import type { Time } from './time.ts';
import { trueAt } from './ways.ts';

/** When something came to the server, to which of its runs, and whether that said that it has it. */
export type Reach = { readonly at_ms: number; readonly run: number; isPromised: boolean };

/** A fix that a device has taken. */
export type Reported = { readonly at_ms: number; readonly reached: readonly Reach[] };

/** Something that somebody did with a device: pressed the button, or cut the strap. */
export type Alarm = {
  readonly kind: 'sos' | 'strap-tamper';
  readonly pair: Pair;
  readonly at_ms: number;
  readonly reached: readonly Reach[];
};

export type Devices = {
  readonly reportedBy: (walker: Walker) => readonly Reported[];
  readonly alarms: () => readonly Alarm[];
  readonly press: (pair: Pair) => void;
  readonly cutStrap: (pair: Pair) => void;
  /** No device reaches the server, as in a tunnel or where a carrier is down: they keep what they have taken. */
  readonly silence: (walkers: readonly Walker[]) => void;
  readonly hear: (walkers: readonly Walker[]) => void;
  /** Posts a body nobody can read, or one with a wrong token. */
  readonly poison: (path: string, body: string) => void;
  /** How much waits on the devices. */
  readonly waiting: () => number;
};

/** Not said by the server to be taken. */
const isWaiting = ({ reached }: Reported): boolean => reached.at(-1)?.isPromised !== true;

const ACCURACY_M = 6;
const ANSWER_WITHIN_MS = 10_000;
const AGAIN_AFTER_MS = 5000;
/** How many fixes a device hands in together. */
const TOGETHER = 40;

export const createDevices = (given: {
  readonly scene: Scene;
  readonly time: Time;
  readonly server: Server;
  readonly chance: Chance;
}): Devices => {
  const { scene, time, server, chance } = given;
  const reported = new Map<Walker, Reported[]>();
  const alarms: Alarm[] = [];
  const silent = new Set<Walker>();
  const walkers = scene.pairs.flatMap((pair) => [
    { pair, walker: pair.offender },
    { pair, walker: pair.victim },
  ]);

  /** Posts, notes when it came to the server, and tells whether that has taken it before the device gives up. */
  const post = (path: string, content: object, notes: readonly Reach[][], then: (isTaken: boolean) => void): void => {
    let isOver = false;
    const reach: Reach = { at_ms: 0, run: 0, isPromised: false };
    const end = (isTaken: boolean): void => {
      if (isOver) return;
      isOver = true;
      reach.isPromised = isTaken;
      cancel();
      then(isTaken);
    };
    const cancel = time.at(time.now_ms() + ANSWER_WITHIN_MS, () => end(false));
    time.at(time.now_ms() + chance.between(20, 300), () => {
      if (!server.isRunning()) return end(false);
      Object.assign(reach, { at_ms: time.now_ms(), run: server.run() });
      for (const note of notes) note.push(reach);
      return void server.post(path, JSON.stringify(content)).then((answered) => end(answered?.status === 200));
    });
  };
  const identity = ({ person }: Walker) => ({
    deviceId: person.deviceId,
    token: deviceToken(SECRET.devices, person.deviceId),
  });

  const follow = (pair: Pair, walker: Walker): void => {
    const fixes: (Reported & { readonly reached: Reach[]; readonly fix: object })[] = [];
    reported.set(walker, fixes);
    let [isPosting, taken] = [false, 0];
    const handIn = (): void => {
      const waiting = fixes.slice(taken, taken + TOGETHER);
      if (isPosting || waiting.length === 0 || silent.has(walker)) return;
      isPosting = true;
      post(
        '/positions',
        { ...identity(walker), fixes: waiting.map(({ fix }) => fix) },
        waiting.map(({ reached }) => reached),
        (isTaken) => {
          isPosting = false;
          if (!isTaken) return;
          taken += waiting.length;
          handIn();
        },
      );
    };
    const measure = (): void => {
      const at_ms = time.now_ms();
      const [east_m, north_m] = trueAt(walker.way, at_ms);
      const off = (): number => Math.max(-2, Math.min(2, chance.normal())) * (ACCURACY_M / 2);
      const [lon, lat] = placeFrom(pair.middle, [east_m + off(), north_m + off()]);
      const fix = { at_ms: scene.epoch_ms + at_ms, lon, lat, accuracy_m: ACCURACY_M, speed_mps: null };
      fixes.push({ at_ms, reached: [], fix });
      handIn();
      time.at(at_ms + walker.interval_s * 1000, measure);
    };
    time.at(walker.first_ms, measure);
  };
  for (const { pair, walker } of walkers) follow(pair, walker);

  const raise = (pair: Pair, walker: Walker, kind: Alarm['kind']): void => {
    const reached: Reach[] = [];
    const alarm: Alarm = { kind, pair, at_ms: time.now_ms(), reached };
    alarms.push(alarm);
    // A repeat of the same press names the same time.
    const at = new Date(scene.epoch_ms + alarm.at_ms).toISOString();
    const [path, content] = kind === 'sos' ? ['/sos', { at }] : ['/events', { kind, at }];
    const send = (): void =>
      post(path, { ...identity(walker), ...content }, [reached], (isTaken) => {
        if (!isTaken) time.at(time.now_ms() + AGAIN_AFTER_MS, send);
      });
    send();
  };

  return {
    reportedBy: (walker) => reported.get(walker) ?? [],
    alarms: () => alarms,
    press: (pair) => raise(pair, pair.victim, 'sos'),
    cutStrap: (pair) => raise(pair, pair.offender, 'strap-tamper'),
    silence: (some) => {
      for (const walker of some) silent.add(walker);
    },
    hear: (some) => {
      for (const walker of some) silent.delete(walker);
    },
    poison: (path, body) => void server.post(path, body),
    waiting: () => [...reported.values()].flat().filter(isWaiting).length,
  };
};
