import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { filesUnder, find, formsOfText } from '../integration/server/forgotten/search.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';
import { noKeyringHere, openKeyring } from './keyring.ts';

/*
 * What this console keeps on its disk, in a real Electron: sealed, with a key in the system's keyring or else in a file, and it says which.
 */

const start = { scenario: scenarioFile('warning'), args: ['--map=off'], env: { JIKIM_LOG: 'info' } };
test.use({ start });

const SENT = '보낸 가상의 메모 eleven';
const DRAFT = '쓰다 만 가상의 메모 twelve';

/** Opens the incident, sends a note and begins another. */
const work = async ({ page, up }: Installed): Promise<void> => {
  await up();
  await signIn(page, DISPATCHER);
  await page.getByRole('list', { name: '진행 중인 사건' }).getByRole('button').first().click();
  const note = page.getByLabel('메모');
  await note.fill(SENT);
  await note.press('Control+Enter');
  await expect(note).toHaveValue('');
  await page.getByRole('tab', { name: '사건기록' }).click();
  await expect(page.getByRole('log').getByText(SENT)).toBeVisible();
  await note.fill(DRAFT);
};

const linkPanel = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: /^서버 연결/ }).click();
  const text = await page.getByRole('dialog').innerText();
  await page.keyboard.press('Escape');
  return text;
};

const quit = async (jikim: Installed): Promise<void> => {
  await jikim.app.evaluate(({ app }) => setTimeout(() => app.quit(), 50));
  expect(await jikim.ended()).toBe(0);
};

/** Files of the console and of Chromium's profile in which one of the texts can be read. The server's own record lies elsewhere. */
const readable = (dataDir: string): readonly string[] =>
  ['console', 'electron'].flatMap((part) =>
    find(filesUnder(join(dataDir, 'data', part)), [SENT, DRAFT].flatMap(formsOfText)),
  );

/** Names and places of the scenario, and who signed in: none of them is a log's business. */
const PERSONAL = [
  '전가명',
  '송가명',
  '126.92',
  '37.56',
  '37.55',
  DISPATCHER.username,
  DISPATCHER.password,
  SENT,
  DRAFT,
];

test('the log names nobody and no place; what it says can be looked into afterwards', async ({ jikim, dataDir }) => {
  await work(jikim);
  await jikim.inWindow('void location.assign("https://example.invalid/")'); // something to log
  await expect.poll(jikim.output).toContain('shell:navigation');
  await quit(jikim);
  const logs = filesUnder(join(dataDir, 'data/logs'));
  expect(logs.map(({ bytes }) => bytes.toString()).join('')).toContain('shell:navigation');
  expect(
    find(
      logs,
      PERSONAL.map((what) => ({ what, bytes: Buffer.from(what) })),
    ),
  ).toEqual([]);
});

test('no note, sent or begun, can be read in any file of console or profile; without a keyring it says where the key is', async ({
  jikim,
  dataDir,
  launch,
}) => {
  await work(jikim);
  expect(await linkPanel(jikim.page)).toContain('열쇠가 같은 폴더의 파일에 있습니다');
  expect(readable(dataDir), 'while it runs').toEqual([]);
  await quit(jikim);
  expect(readable(dataDir), 'after it').toEqual([]);

  // The key is lost: what was here is put aside, and that is said until somebody has seen it.
  rmSync(join(dataDir, 'data/console/key.json'));
  const second = await launch(start);
  await second.up();
  await signIn(second.page, DISPATCHER);
  const bar = second.page.getByTestId('set-aside-bar');
  await expect(bar).toContainText('이 컴퓨터에 보관된 것을 열 수 없었습니다');
  await bar.getByRole('button', { name: '확인' }).click();
  await expect(bar).toHaveCount(0);
});

test('with a keyring the key is in it and in no file, and opens what it sealed at the next start @long', async ({
  launch,
  dataDir,
}) => {
  const none = noKeyringHere();
  test.skip(none !== null, none ?? '');
  const keyring = await openKeyring(dataDir);
  const withKeyring = { ...start, first: keyring.first, env: { ...start.env, ...keyring.env } };
  const keyFile = join(dataDir, 'data/console/key.json');
  try {
    const first = await launch(withKeyring);
    await work(first);
    expect(await linkPanel(first.page)).toContain('열쇠는 시스템 키 저장소에 있습니다');
    expect(readFileSync(keyFile, 'utf8')).toMatch(/^\{"keptBy":"keyring","key":"[^"]+"\}\n$/);
    expect(readable(dataDir)).toEqual([]);
    await quit(first);

    const second = await launch(withKeyring);
    await second.up();
    await signIn(second.page, DISPATCHER);
    await expect(second.page.getByTestId('set-aside-bar')).toHaveCount(0);
    expect(second.output(), 'nothing was put aside').not.toContain('mended');
    await quit(second);
  } finally {
    keyring.close();
  }
  // Without its keyring the console starts all the same, and says what it could not open.
  const third = await launch(start);
  await third.up();
  await signIn(third.page, DISPATCHER);
  await expect(third.page.getByTestId('set-aside-bar')).toBeVisible();
  expect(await linkPanel(third.page)).toContain('열쇠가 같은 폴더의 파일에 있습니다');
  await quit(third);
  renameSync(`${keyFile}.locked-1`, keyFile);
  expect(readFileSync(keyFile, 'utf8'), 'the closed key is kept for the day the keyring is back').toContain('keyring');
});
