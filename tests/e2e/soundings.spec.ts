import { connectConsole } from '../integration/server/console.ts';
import { foldEntries } from '../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../shared/domain/incidents/state.ts';
import { destination } from '../../shared/domain/geo/geodesic.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn, SUPERVISOR } from './flow.ts';
import type { Jikim } from './harness.ts';
import { scenarioFile, tokensOf, walk } from './posting.ts';

const OFFENDER = '가해자 전가명';
const HOME = [126.9245, 37.5556] as const;
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

const tokenOf = ({ dataDir }: Jikim, device: string): string => {
  const token = tokensOf(dataDir, scenarioFile('warning')).get(device);
  if (token === undefined) throw new Error(`${device} has no token`);
  return token;
};

test('a button that nobody answers rings at a supervisor’s review after 20 s, and is silent once a dispatcher takes it', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, SUPERVISOR);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-alarm', 'none');
  const deviceId = 'phone-warning';
  const pressed = await fetch(`http://127.0.0.1:${jikim.serverPort}/sos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(jikim, deviceId)}` },
    body: JSON.stringify({ deviceId }),
  });
  expect(pressed.status).toBe(200);
  await expect(html).toHaveAttribute('data-alarm', '0', { timeout: 40_000 });
  await expect(html).toHaveAttribute('data-alarm-tone', 'loud');
  await page
    .getByRole('group', { name: '경보', exact: true })
    .getByRole('button', { name: /미확인 경보/ })
    .click();
  const row = rowOf(page, OFFENDER);
  await expect(row).toHaveAttribute('aria-current', 'true');
  await expect(page.getByText('미확인, 감독관에게 전달됨').first()).toBeVisible();
  await expectAccessible(page);

  const desk = await connectConsole(jikim.serverPort);
  await desk.signIn(DISPATCHER.username, DISPATCHER.password);
  const record = await desk.call('catchUp', { since: 0 });
  const world = foldEntries(emptyWorld, record.ok ? record.value.entries : []);
  const [incident] = world.incidents.values();
  if (incident === undefined) throw new Error('no incident');
  const { id: incidentId, soundings: sounding } = incident;
  expect(await desk.command('taken', { kind: 'incident.acknowledge', incidentId, sounding })).toMatchObject({
    ok: true,
  });
  await expect(html).toHaveAttribute('data-alarm', 'none');
  desk.close();
});

test('an alert that is over says so first, rings calmly and can still be acknowledged @long', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await expect(row).toBeVisible({ timeout: 30_000 });
  const away = destination(HOME, 0, 2600);
  const gone = walk(jikim.serverPort, 'bracelet-warning', tokenOf(jikim, 'bracelet-warning'), [away], 1);
  await expect(row).toHaveAttribute('data-over', 'true', { timeout: 150_000 });
  await gone.stop();
  await expect(row).toHaveText(/^상황 종료/);
  // They are 2.6 km apart; where they were when the alarm began is not where they are.
  await expect(row).toContainText(/2\.[56]\d km/);
  await expect(page.locator('html')).toHaveAttribute('data-alarm-tone', 'over');
  await expect(page.getByRole('heading', { level: 2, name: /^상황 종료/ })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('over.png') });
  await row.click();
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
});
