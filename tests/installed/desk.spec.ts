import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { startServer } from '../integration/console/realServer.ts';
import { environment, expect, installed, test } from './fixtures.ts';

/** A desk in a window that joins a server which somebody else has started. */

test('it joins a running server, a dispatcher signs in, and its end leaves the server running', async ({
  launch,
  dataDir,
}) => {
  const server = await startServer(join(dataDir, 'monitoring'), 0);
  try {
    const { page, app, output } = await launch({ args: ['--server', server.url] });
    await expect.poll(output).toContain(`Joining the monitoring server at ${server.url}`);
    await signIn(page, DISPATCHER);
    await expect(page.getByRole('heading', { name: '사건 대기열' })).toBeVisible();
    expect(output(), 'it has started no server of its own').not.toContain('Monitoring server: ');
    await app.close();
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  } finally {
    server.signal('SIGKILL');
    await server.ended;
  }
});

test('a desk whose folder another console uses cannot join: exit code 2 and one line', async ({
  jikim,
  argumentsFor,
  dataDir,
}) => {
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  const stub = join(import.meta.dirname, 'quietDialog.cjs');
  const args = ['-r', stub, ...argumentsFor({ args: ['--server', 'http://127.0.0.1:9'] }).slice(2)];
  const second = spawn(installed.launcher.program, args, { env: environment(dataDir), cwd: dataDir });
  let said = '';
  second.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  expect(await new Promise((resolve) => second.once('close', resolve))).toBe(2);
  expect(said).toMatch(/^jikim: the data folder is in use by another console: [^\n]*each desk needs its own[^\n]*$/m);
});
