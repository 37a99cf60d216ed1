import type { Command } from 'commander';
import { z } from 'zod';

export const ShellChoice = z.enum(['electron', 'browser']);

const MapChoice = z.enum(['on', 'off']);

/** What `jikim start` and Electron's own command line take. */
export const StartOptions = z
  .object({
    shell: ShellChoice.optional(),
    scenario: z.string().min(1).max(300),
    port: z.coerce.number().int().min(0).max(65_535),
    data: z.string().optional(),
    map: MapChoice,
    open: z.boolean(),
  })
  .readonly();
export type StartOptions = z.infer<typeof StartOptions>;

/** Declares the options on a command. */
export const withStartOptions = (command: Command): Command =>
  command
    .option('--shell <kind>', 'electron or browser (default: electron where it can run)')
    .option('--scenario <name>', 'scenario of the simulated devices', 'evening')
    .option('--port <number>', 'port of the monitoring server, 0 = a free one', '0')
    .option('--data <dir>', 'data folder (default: ~/.local/share/jikim/data)')
    .option('--map <choice>', 'on, or off for a machine too weak to draw maps', 'on')
    .option('--no-open', 'print the link without opening a browser');

/** Checks what was given; the error names the option. */
export const parseStartOptions = (given: unknown): StartOptions | string => {
  const parsed = StartOptions.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `--${String(issue?.path[0] ?? 'option')}: ${issue?.message ?? 'invalid'}`;
};
