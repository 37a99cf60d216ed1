import { mkdtempSync, mkdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance as chanceOf } from '../../../main/monitoring/simulator/random.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { watchDesk } from '../judges/desk.ts';
import type { DeskWitness } from '../judges/desk.ts';
import { createDeskAt } from './console.ts';
import type { Desk } from './console.ts';
import { createDevices } from './devices.ts';
import type { Devices } from './devices.ts';
import { createMachine } from './machine.ts';
import { createNetwork } from './network.ts';
import type { Network } from './network.ts';
import { sitDown } from './operator.ts';
import type { Operator } from './operator.ts';
import { createScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { createServer } from './server.ts';
import type { Server } from './server.ts';
import { createTime } from './time.ts';
import type { Time } from './time.ts';

/** One server, two consoles with somebody at each, and four pairs of people with devices. */
export type World = {
  readonly time: Time;
  readonly scene: Scene;
  readonly network: Network;
  readonly server: Server;
  readonly devices: Devices;
  readonly desks: readonly Desk[];
  readonly operators: readonly Operator[];
  readonly witnesses: readonly DeskWitness[];
  /** Desks have gone dark, or are lit again. */
  readonly look: () => void;
  readonly end: () => void;
};

/** How long before its end nobody orders anything any more. */
const RESTS_MS = 20_000;

/** In memory where the system has such a folder: what is on disk in a run is seen by a later program of it, and by nobody else. */
const folderOfRun = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jikim-faults-'));

/** Everything by chance in a run follows from its seed. */
export const createWorld = (seed: number, lasts_ms: number, policy: Policy): World => {
  const folder = folderOfRun();
  const time = createTime();
  const scene = createScene(chanceOf(seed, 'scene'), lasts_ms);
  const network = createNetwork(time, chanceOf(seed, 'network'));
  const machine = () => createMachine(time, scene.epoch_ms);
  const file = join(folder, 'server.db');
  const server = createServer({ scene, policy, machine: machine(), network, chance: chanceOf(seed, 'disk'), file });
  const devices = createDevices({ scene, time, server, chance: chanceOf(seed, 'devices') });
  const desks = ['desk-1', 'desk-2'].map((name) => {
    const own = join(folder, name);
    mkdirSync(own);
    return createDeskAt({ name, machine: machine(), network, policy, folder: own });
  });
  const witnesses = desks.map((desk) => watchDesk(desk, time));
  const operators = desks.map((desk, index) =>
    sitDown({
      username: `d${index + 1}`,
      desk,
      time,
      chance: chanceOf(seed, desk.name),
      until_ms: lasts_ms - RESTS_MS,
    }),
  );
  return {
    time,
    scene,
    network,
    server,
    devices,
    desks,
    operators,
    witnesses,
    look: () => {
      for (const witness of witnesses) witness.look();
    },
    end: () => {
      for (const desk of desks) desk.kill();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
