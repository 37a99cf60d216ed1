#!/usr/bin/env node
import { Command } from 'commander';

type CommandModule = { readonly register: (program: Command) => void };

/** Each command is loaded only when it is asked for: `jikim start` must not pay for the server's rooms. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  start: () => import('./commands/start.ts'),
  console: () => import('./commands/console.ts'),
  server: () => import('./commands/server.ts'),
  devices: () => import('./commands/devices.ts'),
  scenario: () => import('./commands/scenario.ts'),
  analyse: () => import('./commands/analyse.ts'),
  import: () => import('./commands/import.ts'),
  verify: () => import('./commands/verify.ts'),
  export: () => import('./commands/export.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  doctor: () => import('./commands/doctor.ts'),
};

const program = new Command('jikim')
  .description('Dispatch console for court-ordered stalking-offender monitoring')
  // A command line that makes no sense cannot start: 2, as for everything that cannot start.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const asked = commands[process.argv[2] ?? ''];
const modules = asked === undefined ? Object.values(commands) : [asked];
for (const load of modules) (await load()).register(program);

// Said outright: in Electron's utility process commander would guess, and take this file's own path for the command.
await program.parseAsync(process.argv, { from: 'node' });
