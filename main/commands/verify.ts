import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { Digest } from '../../shared/domain/ids.ts';
import { verifyPackage } from '../evidence/package/verify.ts';
import { fail, reasonOf } from '../files/fail.ts';
import { faultLine, statementLines } from './verify/lines.ts';

type Options = { readonly json?: true; readonly key?: string };

/** A package of a hundred thousand entries is a tenth of this; what is larger is no package, and would only fill the memory. */
const LARGEST_BYTES = 1024 ** 3;

const readPackage = (file: string): Uint8Array => {
  try {
    const { size } = statSync(file);
    if (size > LARGEST_BYTES) return fail(`${file}: is larger than any evidence package (${LARGEST_BYTES} bytes)`);
    return readFileSync(file);
  } catch (thrown) {
    return fail(`${file}: cannot be read: ${reasonOf(thrown)}`);
  }
};

/** A fingerprint as people write it: upper case, with colons or spaces. */
const readKey = (text: string): Digest => {
  const digest = Digest.safeParse(text.replaceAll(/[\s:]/g, '').toLowerCase());
  return digest.success ? digest.data : fail('--key: a fingerprint has 64 hexadecimal digits');
};

const run = (file: string, { json, key }: Options): void => {
  const pinned = key === undefined ? null : readKey(key);
  const verified = verifyPackage(readPackage(file), pinned);
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  if (json === true)
    say(JSON.stringify(verified.ok ? { ok: true, ...verified.value } : { ok: false, ...verified.error }));
  else if (verified.ok) for (const line of statementLines(verified.value)) say(line);
  else process.stderr.write(`jikim: ${file}: ${faultLine(verified.error)}\n`);
  process.exitCode = verified.ok ? 0 : 1;
};

/** `jikim verify`: whether an evidence package holds, offline. */
export const register = (program: Command): void => {
  program
    .command('verify')
    .description('verify an evidence package, offline: exit code 0 where it holds, 1 where it does not')
    .argument('<file>', 'evidence package, .zip')
    .option('--key <fingerprint>', 'fingerprint of the server’s key, as published outside the package')
    .option('--json', 'the statement, or the fault, as one JSON object')
    .action(run);
};
