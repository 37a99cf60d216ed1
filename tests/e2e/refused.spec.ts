import { execFileSync } from 'node:child_process';
import { IncidentId } from '../../shared/domain/ids.ts';
import { BRIDGE_PATH } from '../../shared/api/wire.ts';
import { connectConsole } from '../integration/server/console.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { until } from './harness.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test('an order that somebody else was quicker with comes back refused, and stays until it is seen', async ({
  page,
  jikim,
}) => {
  // What the page is told can be held back, so that it acts on a picture that is out of date.
  let holding = false;
  const held: (() => void)[] = [];
  await page.routeWebSocket(new RegExp(BRIDGE_PATH), (near) => {
    const far = near.connectToServer();
    near.onMessage((message) => far.send(message));
    far.onMessage((message) => {
      const pass = (): void => near.send(message);
      if (holding) held.push(pass);
      else pass();
    });
  });
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await rowOf(page, OFFENDER).click({ timeout: 60_000 });

  const other = await connectConsole(jikim.serverPort);
  await other.signIn('dispatcher2', 'jikim-dispatch');
  const record = await other.call('catchUp', { since: 0 });
  const raised = record.ok ? record.value.entries.find(({ body }) => body.kind === 'incident.raised') : undefined;
  const incidentId = IncidentId.parse(raised?.incidentId);
  holding = true;
  expect(await other.command('quicker-1', { kind: 'incident.acknowledge', incidentId })).toMatchObject({ ok: true });
  expect(
    await other.command('quicker-2', {
      kind: 'incident.resolve',
      incidentId,
      outcome: 'other',
      cause: null,
      despiteClosing: true,
    }),
  ).toMatchObject({ ok: true });
  other.close();
  await page.keyboard.press('a');
  await until('something is held back', 10_000, () => held.length > 0);
  holding = false;
  for (const pass of held) pass();

  const dialog = page.getByRole('dialog', { name: '거부된 명령 1건' });
  await expect(dialog).toContainText('경보 확인');
  await expect(dialog).toContainText('현재 상태(해결)에서는 할 수 없는 조치입니다.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await page.reload();
  await dialog.getByRole('button', { name: '확인했습니다' }).click();
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(rowOf(page, OFFENDER)).toHaveCount(0);
  await expect(dialog).toHaveCount(0);
});

test('a console whose disk takes nothing says so, and says which orders it did not take', async ({ page, jikim }) => {
  const limit = (bytes: string): void =>
    void execFileSync('prlimit', ['--pid', String(jikim.pid), `--fsize=${bytes}:unlimited`], { stdio: 'ignore' });
  test.skip(process.platform !== 'linux', 'prlimit, which keeps a process from writing, is there on Linux only');
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await row.click({ timeout: 60_000 });
  limit('0');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: '전달하지 못한 명령' });
  await expect(dialog).toContainText('이 컴퓨터의 디스크에 더 저장할 수 없어');
  await dialog.getByRole('button', { name: '확인했습니다' }).click();
  await expect(page.getByTestId('disk-bar')).toContainText('이 컴퓨터의 디스크에 더 저장할 수 없습니다');
  limit('unlimited');
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await expect(page.getByTestId('disk-bar')).toHaveCount(0);
});
