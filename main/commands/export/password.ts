import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Takes what is written and shows none of it. */
const silence = (): Writable => new Writable({ write: (_, __, done) => done() });

/**
 * The operator's password: from the environment, or typed without being shown. Never an argument, which every user of the machine can
 * read. Null where there is neither.
 */
export const askPassword = async (user: string): Promise<string | null> => {
  const given = process.env['JIKIM_PASSWORD'];
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY) return null;
  process.stderr.write(`Password of ${user}: `);
  const line = createInterface({ input: process.stdin, output: silence(), terminal: true });
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
};
