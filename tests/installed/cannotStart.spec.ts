import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, giveToElectron, installed, test } from './fixtures.ts';

/** Whatever keeps it from starting is said in a dialog: in words, with the place of the log, and never with a stack. */

/** Keeps the dialog from waiting for somebody, and prints what it would have shown. The rest is the product's own. */
const READ_DIALOG = `
  const { dialog } = require('electron');
  dialog.showErrorBox = (title, text) => process.stdout.write('DIALOG ' + JSON.stringify({ title, text }) + '\\n');
`;

type Start = { readonly code: number | null; readonly title: string; readonly text: string; readonly output: string };

const startAndFail = async (dataDir: string, args: readonly string[]): Promise<Start> => {
  const stub = join(dataDir, 'readDialog.cjs');
  writeFileSync(stub, READ_DIALOG);
  const { DISPLAY = '', PATH = '' } = process.env;
  const child = spawn(installed.launcher.program, ['-r', stub, ...args], {
    env: { DISPLAY, PATH, HOME: dataDir },
    cwd: dataDir,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const dialog = /DIALOG (.*)/.exec(output)?.[1];
  if (dialog === undefined) throw new Error(`no dialog was shown:\n${output}`);
  return { code, output, ...(JSON.parse(dialog) as { title: string; text: string }) }; // printed by the lines above
};

const expectSaid = ({ code, title, text, output }: Start, dataDir: string, meaning: string, line: RegExp): void => {
  expect(code).toBe(2);
  expect(title).toBe('지킴을 시작할 수 없습니다');
  expect(text).toContain(meaning);
  expect(text).toMatch(line);
  expect(text).toContain(join(dataDir, 'data', 'logs', 'console.log'));
  expect(text + output).not.toMatch(/\n\s+at /);
};

const logOf = (dataDir: string): string => readFileSync(join(dataDir, 'data', 'logs', 'console.log'), 'utf8');

test('a port that another program uses', async ({ argumentsFor, dataDir }) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
  const { port } = other.address() as AddressInfo; // of a server that listens
  try {
    const start = await startAndFail(dataDir, [...argumentsFor().slice(2), '--port', String(port)]);
    expectSaid(start, dataDir, '포트를 다른 프로그램이', new RegExp(`port ${port} on 127.0.0.1 is in use`));
    expect(logOf(dataDir)).toContain(`port ${port} on 127.0.0.1 is in use`);
  } finally {
    other.close();
  }
});

test('a data folder that cannot be written', async ({ argumentsFor, dataDir }) => {
  const folder = join(dataDir, 'data');
  mkdirSync(folder);
  giveToElectron(folder);
  chmodSync(folder, 0o500);
  const start = await startAndFail(dataDir, argumentsFor().slice(2));
  expectSaid(start, dataDir, '데이터 폴더에 쓸 수 없습니다', /the data folder cannot be written: /);
});

const OTHERS = [
  { who: 'server', folder: 'server', meaning: '다른 관제 서버가', line: /in use by another server/ },
  { who: 'console', folder: 'console', meaning: '다른 콘솔이', line: /in use by another console/ },
] as const;

for (const { who, folder, meaning, line } of OTHERS)
  test(`a ${who} of somebody else on the same data @long`, async ({ argumentsFor, dataDir }) => {
    const path = join(dataDir, 'data', folder);
    mkdirSync(path, { recursive: true });
    const lock = new DatabaseSync(join(path, 'lock'));
    lock.exec('BEGIN EXCLUSIVE');
    giveToElectron(join(dataDir, 'data'));
    try {
      const start = await startAndFail(dataDir, argumentsFor().slice(2));
      expectSaid(start, dataDir, meaning, line);
    } finally {
      lock.close();
    }
  });

test.describe('damage', () => {
  for (const file of ['console/console.db', 'server/evening.db'])
    test(`of ${file} @long`, async ({ argumentsFor, dataDir }) => {
      const path = join(dataDir, 'data', file);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'this is no database, and long enough not to be taken for an empty one'.repeat(100));
      giveToElectron(join(dataDir, 'data'));
      const start = await startAndFail(dataDir, argumentsFor().slice(2));
      expectSaid(start, dataDir, '손상되었거나', /database/);
    });
});

test('options that make no sense @long', async ({ argumentsFor, dataDir }) => {
  const start = await startAndFail(dataDir, [...argumentsFor().slice(2), '--port', 'many']);
  expect(start.code).toBe(2);
  expect(start.text).toContain('--port');
});
