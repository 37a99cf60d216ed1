import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  parseStartOptions,
  startDataDir,
  withElectronOptions,
  withJoinOptions,
  withStartOptions,
} from '../../../../main/shells/options.ts';
import type { StartOptions } from '../../../../main/shells/options.ts';

const parse = (declare: (command: Command) => Command, ...args: readonly string[]): StartOptions | string =>
  parseStartOptions(declare(new Command()).parse(args, { from: 'user' }).opts());

const serverOf = (...args: readonly string[]): unknown => {
  const start = parse(withJoinOptions, ...args);
  return typeof start === 'string' ? start : start.server;
};

test.each([
  ['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
  ['http://127.0.0.1:8090/', 'http://127.0.0.1:8090'],
  ['http://127.0.0.2:8090', 'http://127.0.0.2:8090'],
  ['http://localhost:8090', 'http://localhost:8090'],
  ['http://[::1]:8090', 'http://[::1]:8090'],
])('joins %s', (given, url) => expect(serverOf('--server', given)).toEqual({ kind: 'running', url }));

test.each([
  'http://192.0.2.7:8090',
  'http://0.0.0.0:8090',
  'http://[2001:db8::1]:8090',
  'http://monitoring.example:8090',
  'http://127.evil.example:8090',
  'http://localhost.example:8090',
  'http://127.0.0.1@monitoring.example:8090',
  'https://127.0.0.1:8090',
  'file:///127.0.0.1',
  'http://user:secret@127.0.0.1:8090',
  'http://127.0.0.1:8090/elsewhere',
  'http://127.0.0.1:8090/?query',
  'http://127.0.0.1:99999',
  '127.0.0.1:8090',
  'localhost:8090',
  '',
])('joins no server at "%s", and does not repeat what may hold a password', (given) => {
  const refused = serverOf('--server', given);
  expect(refused).toMatch(/^--server: only a server on this machine can be joined/);
  expect(refused).not.toContain('secret');
});

test('start has a server of its own; Electron has one unless it is told which to join', () => {
  const own = { kind: 'own', scenario: 'strap-cut', port: 8090 };
  const args = ['--scenario', 'strap-cut', '--port', '8090'];
  expect(parse(withStartOptions, ...args)).toMatchObject({ server: own });
  expect(parse(withElectronOptions, ...args)).toMatchObject({ server: own });
  expect(parse(withElectronOptions, ...args, '--server', 'http://127.0.0.1:7112')).toMatchObject({
    server: { kind: 'running', url: 'http://127.0.0.1:7112' },
  });
});

test('a desk that joins shares no folder with the console that started the server, unless it is told to', () => {
  const folderOf = (start: StartOptions | string): string => (typeof start === 'string' ? start : startDataDir(start));
  const joined = ['--server', 'http://127.0.0.1:8090'];
  expect(folderOf(parse(withJoinOptions, ...joined))).not.toBe(folderOf(parse(withStartOptions)));
  expect(folderOf(parse(withJoinOptions, ...joined, '--data', '/desks/2'))).toMatch(/desks.2$/);
});
