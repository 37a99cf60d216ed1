import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { EvidenceFile } from '../../shared/api/contract.ts';
import { CommandId, IncidentId } from '../../shared/domain/ids.ts';
import { err, unreachable } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import { exportEvidence } from '../console/evidence/export.ts';
import type { ExportFault } from '../console/evidence/export.ts';
import { fail } from '../files/fail.ts';
import { createFile } from './export/file.ts';
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
        : fault.refusal.reason === 'wrong-state'
          ? 'the incident still runs: resolve it first'
          : `the server refused: ${fault.refusal.reason}`;
    case 'link':
      return `the monitoring server could not be heard: ${fault.failure}`;
    case 'log':
      return 'the server’s evidence bears no valid signature of its log';
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

const UNOPENED =
  'the precise positions are NOT in the package: the server could not open all of what the record sealed (is its keys file the right one?)';

const exported = async (
  incidentId: IncidentId,
  { reason, server, user, password }: Omit<Options, 'out'> & { readonly password: string },
): Promise<Result<EvidenceFile, string>> => {
  const session = await signedIn(server, user, password);
  if (!session.ok) return session;
  const { link, recover } = session.value;
  const newCommandId = (): CommandId => CommandId.parse(randomUUID());
  const made = await exportEvidence({ link, recover, newCommandId, seen: () => null }, { incidentId, reason });
  await link.call('signOut', null);
  link.close();
  return made.ok ? made : err(lineOf(made.error));
};

const run = async (incident: string, { out, reason, server, user }: Options): Promise<void> => {
  const incidentId = IncidentId.safeParse(incident);
  if (!incidentId.success) return fail('INCIDENT: an id of 1-64 letters, digits, . _ : -');
  const why = reason.trim();
  if (why === '' || why.length > 400) return fail('--reason: 1 to 400 letters');
  if (!URL.canParse(server)) return fail(`--server: not an address: ${server}`);
  if (existsSync(out)) return fail(`${out}: is there already`);
  const password = await askPassword(user);
  if (password === null) return fail('no password: set JIKIM_PASSWORD, or run this on a terminal');
  // Before anything is asked of the server: an export that is on record must have somewhere to go.
  const file = createFile(out);
  if (!file.ok) return fail(`${out}: ${file.error}`);
  const made = await exported(incidentId.data, { reason: why, server, user, password });
  const written = made.ok ? file.value.write(made.value.bytes) : made;
  if (!written.ok) {
    file.value.remove();
    return refuse(written.error);
  }
  if (!made.ok) return;
  if (made.value.positions === 'not-included') process.stderr.write(`jikim: ${UNOPENED}\n`);
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
