import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISPATCHER, rowOf, signIn } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, giveToElectron, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/** What people expect of a program of their system. */

const bounds = (jikim: Installed) =>
  jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
const zoom = (jikim: Installed) =>
  jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());
const labels = (jikim: Installed) =>
  jikim.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label, submenu }) => [label, submenu?.items.map((item) => item.label)]),
  );
const press = (jikim: Installed, label: string): Promise<void> =>
  jikim.app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find((item) => item.label === wanted)?.click();
  }, label);

test('a window comes up where it stood and as large as it was drawn', async ({ launch }) => {
  const first = await launch({ args: ['--map=off'] });
  await expect(first.page.getByLabel('아이디')).toBeVisible();
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 140, y: 90, width: 1234, height: 777 }),
  );
  await press(first, '크게');
  await expect.poll(() => zoom(first)).toBeCloseTo(1.1);
  const stood = await bounds(first);
  process.kill(first.pid, 'SIGTERM');
  expect(await first.ended()).toBe(0);

  const second = await launch({ args: ['--map=off'] });
  await expect(second.page.getByLabel('아이디')).toBeVisible();
  expect(await bounds(second)).toEqual(stood);
  await expect.poll(() => zoom(second)).toBeCloseTo(1.1);
});

test('a window that stood on a screen that is gone comes up on one that is there @long', async ({
  launch,
  dataDir,
}) => {
  const folder = join(dataDir, 'data', 'console');
  mkdirSync(folder, { recursive: true });
  const place = { bounds: { x: 7000, y: -4000, width: 1300, height: 800 }, maximized: false, fullScreen: false };
  writeFileSync(join(folder, 'windows.json'), JSON.stringify({ zoom: 1, windows: [place] }));
  giveToElectron(join(dataDir, 'data'));
  const jikim = await launch({ args: ['--map=off'] });
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  const screen = await jikim.app.evaluate((electron) => electron.screen.getPrimaryDisplay().workArea);
  const { x = -1, y = -1, width = 0, height = 0 } = (await bounds(jikim)) ?? {};
  expect(x).toBeGreaterThanOrEqual(screen.x);
  expect(y).toBeGreaterThanOrEqual(screen.y);
  expect(x + width).toBeLessThanOrEqual(screen.x + screen.width);
  expect(y + height).toBeLessThanOrEqual(screen.y + screen.height);
});

test('the menu is in the console’s language and follows it', async ({ jikim }) => {
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  expect(await labels(jikim)).toEqual([
    ['지킴', ['새 창', '화면 잠금', '', '지킴 끝내기']],
    ['편집', ['실행 취소', '다시 실행', '', '잘라내기', '복사', '붙여넣기', '모두 선택']],
    ['보기', ['크게', '크게', '작게', '원래 크기', '', '전체 화면', '화면 새로 고침']],
    ['창', ['최소화', '창 닫기']],
  ]);
  await jikim.page.getByRole('button', { name: 'EN English' }).click();
  await expect(jikim.page.getByLabel('User name')).toBeVisible();
  await expect
    .poll(async () => (await labels(jikim))?.map(([label]) => label))
    .toEqual(['Jikim', 'Edit', 'View', 'Window']);
});

test('while an alarm waits, its number is on the icon and a window in the background asks for attention', async ({
  launch,
}) => {
  const jikim = await launch({ scenario: scenarioFile('warning'), args: ['--map=off'] });
  const { page } = jikim;
  await jikim.up();
  await jikim.app.evaluate(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) return;
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    window.flashFrame = (on) => void told.push({ flash: on });
    window.isFocused = () => false;
    app.setBadgeCount = (count) => {
      told.push({ badge: count });
      return true;
    };
  });
  const told = (): Promise<string> => jikim.app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'told')));
  await signIn(page, DISPATCHER);
  await expect(page.locator('html')).toHaveAttribute('data-alarm', /[0-3]/);
  await expect.poll(told).toContain('{"badge":1},{"flash":true}');
  await rowOf(page, '가해자').first().click();
  await page.getByRole('group', { name: '다음 조치' }).getByRole('button', { name: '경보 확인' }).click();
  await expect.poll(told).toMatch(/\{"badge":0\},\{"flash":false\}\]$/);
});

test('where the system cannot keep windows off screenshots, the console says so @long', async ({ jikim }) => {
  test.skip(process.platform !== 'linux', 'this system can');
  await jikim.up();
  await signIn(jikim.page, DISPATCHER);
  await jikim.page.getByRole('button', { name: '서버 연결' }).click();
  await expect(jikim.page.getByText('이 시스템에서는 화면 캡처와 화면 공유를 막을 수 없습니다.')).toBeVisible();
});
