import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolder, deviceTokens, failToStart, startServer } from '../server/server.ts';

let data: ReturnType<typeof dataFolder>;
beforeEach(async () => {
  data = dataFolder();
  const server = await startServer(data.path);
  const { deviceId, token } = deviceTokens(data.path).get('V-quiet') ?? { deviceId: '', token: '' };
  for (let press = 0; press < 3; press += 1) {
    const body = JSON.stringify({ deviceId, token });
    expect((await fetch(`http://127.0.0.1:${server.port}/sos`, { method: 'POST', body })).status).toBe(200);
  }
  await server.stop();
});
afterEach(() => data.drop());

const file = (): string => join(data.path, 'server', 'quiet.db');
const tamper = (sql: string): void => {
  const db = new DatabaseSync(file());
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all())
    db.exec(`DROP TRIGGER ${String(name)}`);
  db.exec(sql);
  db.close();
};

test.each([
  ['an entry was deleted', () => tamper('DELETE FROM entries WHERE seq = 2'), 'entry 2 is missing from the record'],
  [
    'an entry was altered',
    () => tamper(`UPDATE entries SET entry = replace(entry, 'button', 'silence') WHERE seq = 2`),
    'entry 2 was altered',
  ],
  [
    'the record was cut off',
    () => tamper('DELETE FROM entries WHERE seq > 1; DELETE FROM heads'),
    'had been stored and cannot be found any more',
  ],
  [
    'half of the database is gone',
    () => writeFileSync(file(), readFileSync(file()).subarray(0, 20 * 1024)),
    'the database cannot be used',
  ],
])('a server does not start where %s, and says so in one line', (_name, damage, line) => {
  damage();
  const { code, said } = failToStart(data.path);
  expect(code).toBe(2);
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toContain(line);
});
