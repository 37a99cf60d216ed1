import { openLine } from '../integration/lost/proxy.ts';
import { expectAccessible } from './accessible.ts';
import { answer, goTo, note, openDesk, rowAt, sendFirst } from './evening/desk.ts';
import { devicesOf, offenderOf } from './evening/devices.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, SUPERVISOR } from './flow.ts';
import { joinJikim } from './harness.ts';
import { scenarioFile } from './posting.ts';
import { expectWhole } from './whole.ts';

const OTHER = { username: 'dispatcher2', password: 'jikim-dispatch' } as const;
const MAP_OFF = ['--map=off'] as const;
test.use({ start: { scenario: scenarioFile('full-evening'), args: MAP_OFF } });

const orders = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('an evening at two desks and a supervisor’s: a flood, a lost link, a button nobody answers, a desk that dies; by keys alone', async ({
  browser,
  jikim,
  errors,
}) => {
  const line = await openLine(jikim.serverPort);
  const [secondShell, thirdShell] = await Promise.all([
    joinJikim(line.url, { args: MAP_OFF }),
    joinJikim(`http://127.0.0.1:${jikim.serverPort}`, { args: MAP_OFF }),
  ]);
  const devices = devicesOf(jikim);
  const [first, second, review] = await Promise.all([
    openDesk(browser, jikim.link, DISPATCHER, errors.watch),
    openDesk(browser, secondShell.link, OTHER, errors.watch),
    openDesk(browser, thirdShell.link, SUPERVISOR, errors.watch),
  ]);

  await test.step('a flood: twelve warnings, shared between two desks', async () => {
    for (const desk of [first, second]) await expect(desk.page.getByText('진행 12건')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(first.page);
    await first.page.screenshot({ path: test.info().outputPath('flood.png') });
    const share = async (desk: typeof first, mine: readonly number[]): Promise<void> => {
      for (const order of mine) await answer(desk, offenderOf(order));
    };
    await Promise.all([share(first, orders(1, 6)), share(second, orders(7, 12))]);
    for (const { alarm } of [first, second]) await expect(alarm).toHaveAttribute('data-alarm', 'none');
  });

  await test.step('a button that nobody answers rings at the supervisor’s, and is silent everywhere once it is taken', async () => {
    await expect(review.alarm).toHaveAttribute('data-alarm', 'none');
    await devices.press(13);
    for (const { alarm } of [first, second]) await expect(alarm).toHaveAttribute('data-alarm', '0');
    await expect(review.alarm).toHaveAttribute('data-alarm', '0', { timeout: 40_000 });
    for (const { alarm } of [first, second, review]) await expect(alarm).toHaveAttribute('data-alarm-tone', 'loud');
    await expectAccessible(review.page);
    await answer(first, offenderOf(13));
    for (const { alarm } of [first, second, review]) await expect(alarm).toHaveAttribute('data-alarm', 'none');
    await sendFirst(first);
  });

  await test.step('a lost link is said, what is written meanwhile waits, and arrives when it is back', async () => {
    const gone = second.page.getByText('서버 연결이 끊겼습니다');
    await goTo(second, offenderOf(7));
    line.cut();
    await expect(gone).toBeVisible();
    await devices.press(14);
    await expect(first.alarm).toHaveAttribute('data-alarm', '0');
    await expect(rowAt(second, offenderOf(14))).toBeHidden();
    await note(second, '연결이 끊긴 동안 적은 메모');
    await expect(second.page.getByText('전송 대기 중인 명령 1건')).toBeVisible();
    await expectAccessible(second.page);
    line.mend();
    await expect(gone).toBeHidden({ timeout: 30_000 });
    await expect(second.alarm).toHaveAttribute('data-alarm', '0', { timeout: 20_000 });
    await expect(second.page.getByText('전송 대기 중인 명령')).toBeHidden();
    await goTo(first, offenderOf(7));
    await first.page.keyboard.press('[');
    await expect(first.page.getByRole('log', { name: '사건기록' })).toContainText('연결이 끊긴 동안 적은 메모');
    await first.page.keyboard.press(']');
  });

  await test.step('a desk that dies with a Code 0 in its hands is heard of at the other', async () => {
    await answer(second, offenderOf(14));
    await sendFirst(second);
    await expect(first.alarm).toHaveAttribute('data-alarm', 'none');
    await second.page.context().close();
    process.kill(secondShell.pid, 'SIGKILL');
    await expect(first.alarm).toHaveAttribute('data-alarm', '0', { timeout: 21_000 });
    await answer(first, offenderOf(14));
  });

  await test.step('the rest of twenty, and one brought to its end', async () => {
    await devices.tell(15, 'strap-tamper');
    await devices.tell(16, 'jamming');
    await devices.tell(17, 'battery-low');
    await devices.tell(18, 'power-off');
    await devices.press(19);
    await devices.press(20);
    await expect(first.page.getByText('진행 20건')).toBeVisible();
    for (const order of orders(15, 20)) await answer(first, offenderOf(order));
    await goTo(first, offenderOf(17));
    await first.page.keyboard.press('r');
    const dialog = first.page.getByRole('dialog');
    await expect(dialog.getByRole('radio').first()).toBeFocused();
    // Held as long as a finger does: the choice follows the focus while the key is down.
    await first.page.keyboard.press('ArrowDown', { delay: 100 });
    await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(1);
    await first.page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(first.page.getByText('진행 19건')).toBeVisible();
  });

  await test.step('at 200 % zoom and in forced colours it is whole', async () => {
    for (const { page } of [first, review]) {
      await page.setViewportSize({ width: 640, height: 400 });
      await expectWhole(page, 'zoomed');
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ forcedColors: 'active' });
      await page.screenshot({ path: test.info().outputPath('forced.png') });
      await expectAccessible(page, 'forced');
    }
  });

  errors.rest();
  await Promise.all([thirdShell.stop(), line.close()]);
});
