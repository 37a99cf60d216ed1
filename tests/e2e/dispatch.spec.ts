import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { verifyPackage } from '../../main/evidence/package/verify.ts';
import {
  DISPATCHER,
  SUPERVISOR,
  expectWholeRecord,
  exportEvidence,
  respond,
  reviewAndClose,
  signIn,
  signOut,
} from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';

test.describe('the whole job, with simulated people', () => {
  test.use({ start: { scenario: scenarioFile('approach') } });

  test('from the alarm to the closed record', async ({ page, jikim }) => {
    await page.goto(jikim.link);
    await signIn(page, DISPATCHER);
    const callsign = await respond(page, OFFENDER, {
      onBreach: async () => {
        await expect(page.getByRole('list', { name: '대피 안내' }).getByRole('button').first()).toContainText(
          /도보 \d+:\d\d.*(가해자|북|동|남|서)/,
        );
        await expectAccessible(page);
      },
    });
    await signOut(page);
    await signIn(page, SUPERVISOR);
    await reviewAndClose(page, OFFENDER, async () => {
      await expectAccessible(page);
      const { file, fingerprint } = await exportEvidence(page);
      expect(verifyPackage(await readFile(file), fingerprint)).toMatchObject({
        ok: true,
        value: { signer: 'pinned', positions: 'open' },
      });
    });
    await expectWholeRecord(page.getByRole('log', { name: '사건기록' }), callsign);
  });
});

test.describe('the plug is pulled', () => {
  test.use({ start: { scenario: scenarioFile('approach') } });

  test('killing the server twice loses no acknowledged step', async ({ page, jikim }) => {
    const kill = async (): Promise<void> => {
      const pid = jikim.serverPid();
      if (pid === null) throw new Error('the server should be running here');
      // Looked for in every frame: the server may be back before anybody looks a second time.
      const told = page.waitForFunction(
        (words) => document.body.textContent.includes(words),
        '서버 연결이 끊겼습니다',
        { timeout: 15_000 },
      );
      process.kill(pid, 'SIGKILL');
      await told;
      await expect.poll(() => jikim.serverPid()).not.toBe(pid);
      await expect(page.getByText('서버 연결이 끊겼습니다')).toBeHidden({ timeout: 30_000 });
    };
    await page.goto(jikim.link);
    await signIn(page, DISPATCHER);
    const callsign = await respond(page, OFFENDER, { afterAssign: kill, afterEnRoute: kill });
    await signOut(page);
    await signIn(page, SUPERVISOR);
    await reviewAndClose(page, OFFENDER);
    await expectWholeRecord(page.getByRole('log', { name: '사건기록' }), callsign);
  });
});

test('a reload of the page loses nothing', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await page.reload();
  await expect(page.getByRole('button', { name: /^계정/ })).toBeVisible();
});

test('both languages say everything', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await page.getByRole('button', { name: 'EN English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByLabel('User name').fill(DISPATCHER.username);
  await page.getByLabel('Password').fill(DISPATCHER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: /queue/i })).toBeVisible();
  // Names of people, places and operators are data and stay Korean; what the product says must not.
  const said = await page.locator('header button, h1, h2, h3, [role=tab], label').allInnerTexts();
  expect(said.filter((text) => /[가-힣]/.test(text.replaceAll(/지킴|한|상황요원 \d/g, '')))).toEqual([]);
});
