import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../e2e/harness.ts';
import { onPath } from '../../tools/onPath.ts';
import { installed } from './fixtures.ts';

/** A keyring of the user that Electron runs as, unlocked, on a message bus of its own. */
export type RealKeyring = {
  readonly env: Readonly<Record<string, string>>;
  /** Scripts that Electron runs first: without a desktop it would ask no keyring. */
  readonly first: readonly string[];
  readonly close: () => void;
};

/** Why there is none to be had here; null where there is one. */
export const noKeyringHere = (): string | null =>
  onPath('gnome-keyring-daemon') === undefined || onPath('dbus-daemon') === undefined
    ? 'no gnome-keyring here; as root: apt-get install -y --no-install-recommends gnome-keyring dbus'
    : null;

export const openKeyring = async (home: string): Promise<RealKeyring> => {
  const { uid } = installed.launcher;
  const owner = uid === null ? {} : { uid, gid: uid };
  const { PATH = '' } = process.env;
  const base = { PATH, HOME: home, XDG_RUNTIME_DIR: home };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    ...owner,
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string]; // a line is text
  const env = { ...base, DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    ...owner,
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('a password of this test');
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/'];
  const hasOwner = [...ask, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  await until('the keyring is on the bus', 15_000, () =>
    spawnSync('dbus-send', hasOwner, { ...owner, env, encoding: 'utf8' }).stdout.includes('boolean true'),
  );
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: home },
    first: [join(import.meta.dirname, 'useKeyring.cjs')],
    close: () => {
      daemon.kill();
      bus.kill();
    },
  };
};
