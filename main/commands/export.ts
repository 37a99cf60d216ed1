import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { IncidentId } from '../../shared/domain/ids.ts';
import { unreachable } from '../../shared/domain/result.ts';
import { exportEvidence } from '../console/evidence/export.ts';
import type { ExportFault } from '../console/evidence/export.ts';
import { fail, reasonOf } from '../files/fail.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { signedIn } from './export/link.ts';
import { askPassword } from './export/password.ts';

type Options = {
  readonly out: string;
  readonly reason: string;
  readonly server: string;
  readonly user: string;
};

/** One line on why there is no package. */
const lineOf = (fault: ExportFault): string => {
  switch (fault.at) {
    case 'server':
      return fault.refusal.reason === 'unknown-incident'
        ? 'the server has no such incident, or no order for it'
        : `the server refused: ${fault.refusal.reason}`;
    case 'link':
      return `the monitoring server could not be heard: ${fault.failure}`;
    case 'drawing':
      return `the reports could not be drawn: ${fault.reason}`;
    default:
      return unreachable(fault);
  }
};

const refuse = (line: string): void => {
  process.stderr.write(`jikim: ${line}\n`);
  process.exitCode = 1;
};

const run = async (incident: string, { out, reason, server, user }: Options): Promise<void> => {
  const incidentId = IncidentId.safeParse(incident);
  if (!incidentId.success) return fail('INCIDENT: an id of 1-64 letters, digits, . _ : -');
  const why = reason.trim();
  if (why === '' || why.length > 400) return fail('--reason: 1 to 400 letters');
  if (!URL.canParse(server)) return fail(`--server: not an address: ${server}`);
  // Evidence is never written over: whoever wants it gone removes it.
  if (existsSync(out)) return fail(`${out}: is there already`);
  const password = await askPassword(user);
  if (password === null) return fail('no password: set JIKIM_PASSWORD, or run this on a terminal');
  const link = await signedIn(server, user, password);
  if (!link.ok) return refuse(link.error);
  const made = await exportEvidence(link.value, { incidentId: incidentId.data, reason: why });
  await link.value.call('signOut', null);
  link.value.close();
  if (!made.ok) return refuse(lineOf(made.error));
  try {
    replaceFile(out, made.value.bytes);
  } catch (thrown) {
    return refuse(`${out}: cannot be written: ${reasonOf(thrown)}`);
  }
  process.stdout.write(`${out}: ${made.value.bytes.length} bytes; check it with: jikim verify ${out}\n`);
};

/** `jikim export`: an evidence package of one incident, from a running server. */
export const register = (program: Command): void => {
  program
    .command('export')
    .description('export the evidence package of an incident from a running server; a supervisor’s')
    .argument('<incident>', 'id of the incident')
    .requiredOption('--out <file>', 'file to write, .zip; must not be there yet')
    .requiredOption('--reason <text>', 'why; it goes into the record')
    .option('--server <url>', 'address of the monitoring server', 'http://127.0.0.1:7112')
    .option('--user <name>', 'a supervisor’s account; its session at a console ends', 'supervisor1')
    .addHelpText('after', '\nThe password is read from JIKIM_PASSWORD, or asked for on the terminal.')
    .action(run);
};
