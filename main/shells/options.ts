import { isIPv4 } from 'node:net';
import type { Command } from 'commander';
import { z } from 'zod';
import { dataDir } from '../files/dataDir.ts';

export const ShellChoice = z.enum(['electron', 'browser']);

const MapChoice = z.enum(['on', 'off']);

const DEFAULT = { scenario: 'evening', port: '0' } as const;

/** The server a console works with: one that it starts, looks after and ends, or one that runs already and that it only dials. */
export type ServerChoice =
  | { readonly kind: 'own'; readonly scenario: string; readonly port: number }
  | { readonly kind: 'running'; readonly url: string };

const NOT_JOINED =
  'only a server on this machine can be joined, as http://127.0.0.1:PORT: the link to it is not encrypted yet';

/** The address of a server on this machine without anything behind it; null for every other address. */
const loopbackOrigin = (text: string): string | null => {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'http:' || url.href !== `${url.origin}/`) return null;
  const isHere =
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    (isIPv4(url.hostname) && url.hostname.startsWith('127.'));
  return isHere ? url.origin : null;
};

const ServerUrl = z.string().transform((text, context) => {
  const origin = loopbackOrigin(text);
  if (origin !== null) return origin;
  context.addIssue({ code: 'custom', message: NOT_JOINED });
  return z.NEVER;
});

/** What `jikim start`, `jikim console` and Electron's own command line take. */
const Given = z.object({
  shell: ShellChoice.optional(),
  scenario: z.string().min(1).max(300).default(DEFAULT.scenario),
  port: z.coerce.number().int().min(0).max(65_535).default(Number(DEFAULT.port)),
  server: ServerUrl.optional(),
  data: z.string().optional(),
  map: MapChoice,
  open: z.boolean(),
});

export type StartOptions = {
  readonly shell: z.infer<typeof ShellChoice> | undefined;
  readonly server: ServerChoice;
  /** The data folder as it was asked for. */
  readonly data: string | undefined;
  readonly map: z.infer<typeof MapChoice>;
  /** Whether the browser is opened on the link. */
  readonly open: boolean;
};

const withConsoleOptions = (command: Command, folder: 'data' | 'desk'): Command =>
  command
    .option('--shell <kind>', 'electron or browser (default: electron where it can run)')
    .option('--data <dir>', `data folder (default: ~/.local/share/jikim/${folder})`)
    .option('--map <choice>', 'on, or off for a machine too weak to draw maps', 'on')
    .option('--no-open', 'print the link without opening a browser');

/** Declares the options of `jikim start` on a command. */
export const withStartOptions = (command: Command): Command =>
  withConsoleOptions(command, 'data')
    .option('--scenario <name>', 'scenario of the simulated devices', DEFAULT.scenario)
    .option('--port <number>', 'port of the monitoring server, 0 = a free one', DEFAULT.port);

const SERVER = ['--server <url>', 'monitoring server on this machine to join: http://127.0.0.1:PORT'] as const;

/** Declares the options of `jikim console` on a command. */
export const withJoinOptions = (command: Command): Command =>
  withConsoleOptions(command.requiredOption(...SERVER), 'desk');

/** Declares what Electron's own command line takes: it starts a server, or joins one where `--server` names it. */
export const withElectronOptions = (command: Command): Command => withStartOptions(command).option(...SERVER);

/** Checks what was given; the error names the option. */
export const parseStartOptions = (given: unknown): StartOptions | string => {
  const parsed = Given.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `--${String(issue?.path[0] ?? 'option')}: ${issue?.message ?? 'invalid'}`;
  }
  const { shell, data, map, open, server: url, scenario, port } = parsed.data;
  const server: ServerChoice = url === undefined ? { kind: 'own', scenario, port } : { kind: 'running', url };
  return { shell, server, data, map, open };
};

/** Where this console and its own server, if it has one, keep what they store. A desk that joins shares no folder with the first. */
export const startDataDir = ({ data, server }: StartOptions): string =>
  dataDir(data, server.kind === 'own' ? 'data' : 'desk');
