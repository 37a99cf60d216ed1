import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import {
  DISPATCHER,
  SUPERVISOR,
  expectWholeRecord,
  respond,
  reviewAndClose,
  signIn,
  signOut,
  symbols,
} from './flow.ts';
import { importStreets, paced, scenarioFile, streetWay, tokensOf, walk } from './posting.ts';

const OFFENDER = '가해자 전가명';
const FROM = [126.9155, 37.5495] as const;
const VICTIM = [126.9245, 37.5556] as const;
const SPEED_MPS = 12;

const dataDir = mkdtempSync(join(tmpdir(), 'jikim-posted-'));
importStreets(dataDir);
test.afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
test.use({ start: { scenario: scenarioFile('posted'), dataDir } });

test('the whole job, with positions posted over HTTP along a street', async ({ page, jikim }) => {
  const tokens = tokensOf(dataDir, scenarioFile('posted'));
  const [offender, victim] = [tokens.get('bracelet-posted'), tokens.get('phone-posted')];
  if (offender === undefined || victim === undefined) throw new Error('both devices have a token');
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);

  const way = paced(streetWay(dataDir, FROM, VICTIM), SPEED_MPS);
  // Half the way: inside the alert tier, well outside contact.
  const offenderWalk = walk(
    jikim.serverPort,
    'bracelet-posted',
    offender,
    way.slice(0, Math.ceil(way.length / 2)),
    SPEED_MPS,
  );
  const victimWalk = walk(jikim.serverPort, 'phone-posted', victim, [VICTIM], 0);
  const callsign = await respond(page, OFFENDER, {
    onBreach: async () => {
      await expect(symbols(page, 'person][data-role=offender][data-freshness=fresh]')).toHaveCount(1);
    },
  });
  await Promise.all([offenderWalk.stop(), victimWalk.stop()]);

  await signOut(page);
  await signIn(page, SUPERVISOR);
  await reviewAndClose(page, OFFENDER);
  await expectWholeRecord(page.getByRole('log', { name: '사건기록' }), callsign);
});
