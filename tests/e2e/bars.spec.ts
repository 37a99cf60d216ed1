import { EpochMs, OperatorId } from '../../shared/domain/ids.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';
import { tellOtherwise } from './told.ts';

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test('L12: bars that come while a row is pointed at move no row, leave the incidents most of the window, and come the gravest first', async ({
  page,
  jikim,
}) => {
  const tell = await tellOtherwise(page);
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, '가해자 전가명');
  await row.click({ timeout: 60_000 });
  await row.hover();
  const bars = page.getByTestId('bars');
  await expect(bars.locator('[data-testid]')).toHaveCount(0);
  const before = await row.boundingBox();

  const since_ms = EpochMs.parse(Date.now() - 60_000);
  const other = OperatorId.parse('dispatcher2');
  tell('link', {
    ...{
      status: 'up',
      since_ms,
      clockOffset_ms: 0,
      told_ms: EpochMs.parse(Date.now()),
      simulated: true,
      caughtUp: true,
    },
    ...{ refusedMessages: 0, droppedFrames: 0, diskFailingSince_ms: since_ms, machineClockOff_ms: -65_000 },
    clock: { state: 'fault', since_ms, offset_s: -600 },
    serverStore: { state: 'refusing', since_ms, waiting: 3 },
  });
  tell('impaired', [{ part: 'rules', since_ms }]);
  tell('restarts', [{ part: 'server', at_ms: since_ms, times: 2 }]);
  tell('strandedCommands', [{ operatorId: other, issuedAt_ms: since_ms, kind: 'unit.assign', incidentId: null }]);
  await expect(bars.locator('[data-testid]')).toHaveCount(7, { timeout: 30_000 });
  expect(await bars.locator('[data-testid]').evaluateAll((all) => all.map((bar) => bar.dataset['testid']))).toEqual([
    ...[
      'server-store-bar',
      'disk-bar',
      'clock-bar',
      'impaired-bar',
      'stranded-bar',
      'machine-clock-bar',
      'restart-bar',
    ],
  ]);

  expect(await row.boundingBox()).toEqual(before);
  await expect(row).toBeInViewport({ ratio: 1 });
  const room = await bars.boundingBox();
  expect(room?.height).toBeLessThanOrEqual(320);
  expect((room?.y ?? 0) + (room?.height ?? 0)).toBeLessThanOrEqual(800);
  // What has no room is reached by scrolling.
  await page.getByTestId('restart-bar').getByRole('button').click();
});
