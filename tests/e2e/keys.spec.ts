import type { Page } from '@playwright/test';
import { SHORTCUTS } from '../../renderer/lib/keys.ts';
import type { ShortcutName } from '../../renderer/lib/keys.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
test.use({ start: { scenario: scenarioFile('warning') } });

type Command = { readonly kind: string };

/**
 * Takes down each command that the page hands to its console process and answers as if it were on disk, so that the desk stays as it is
 * however often a key is pressed. While `through` nothing is held back.
 */
const holdCommands = async (page: Page): Promise<{ readonly kinds: string[]; through: boolean }> => {
  const held = { kinds: [] as string[], through: true };
  await page.routeWebSocket(/\/bridge\//, (socket) => {
    const server = socket.connectToServer();
    // A packet with bytes comes in parts, and nothing may come between them.
    let partsDue = 0;
    const answers: string[] = [];
    const sendAnswers = (): void => {
      if (partsDue === 0) for (const answer of answers.splice(0)) socket.send(answer);
    };
    server.onMessage((message) => {
      if (typeof message !== 'string') partsDue -= 1;
      else partsDue = Number(/^45(\d+)-/.exec(message)?.[1] ?? partsDue);
      socket.send(message);
      sendAnswers();
    });
    socket.onMessage((message) => {
      const frame = typeof message === 'string' ? /^42(\d+)(\["call","send",.*)$/s.exec(message) : null;
      const [, id, call] = frame ?? [];
      if (call === undefined || held.through) return server.send(message);
      const [, , { kind }] = JSON.parse(call) as [string, string, Command]; // the page's own frame
      held.kinds.push(kind);
      answers.push(`43${id ?? ''}[{"ok":true,"value":{"id":"${crypto.randomUUID()}"}}]`);
      sendAnswers();
    });
  });
  return held;
};

/** Everything on the page that can have the focus but the tabs, which change the page as they get it. */
const FOCUSABLE =
  ':is(button, a[href], input, textarea, canvas[tabindex], [tabindex="0"], [role="radio"], [role="combobox"]):not([role="tab"])';

type Focus = { readonly typed: boolean; readonly arrows: boolean; readonly name: string };

/** Puts the focus on the nth thing that can have it; null beyond the last. */
const focusOn = (page: Page, selector: string, nth: number): Promise<Focus | null> =>
  page.evaluate(
    ([what, at]) => {
      const able = [...document.querySelectorAll<HTMLElement>(what)].filter(
        (element) => !element.matches(':disabled') && element.checkVisibility(),
      );
      const element = able[at];
      if (element === undefined) return null;
      element.focus();
      return {
        typed: element.matches('textarea, input, [role="combobox"]'),
        arrows: element.matches('[role="radio"], [role="slider"], [aria-haspopup="menu"], canvas'),
        name: `${element.outerHTML.slice(0, 160)} ${element.textContent}`,
      };
    },
    [selector, nth] as const,
  );

/** Whether the key pressed last was acted on, as the last listener of the window sees it. */
const listenLast = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.addEventListener('keydown', (event) => {
      document.documentElement.dataset['acted'] = String(event.defaultPrevented);
    });
  });

const wasActed = async (page: Page): Promise<boolean> =>
  (await page.locator('html').getAttribute('data-acted')) === 'true';

type Expected = { readonly command?: string; readonly dialog?: true };

/** What shows that a key did what it is for; of the others it is enough that somebody took them. */
const EXPECTED: { readonly [K in ShortcutName]?: Expected } = {
  acknowledge: { command: 'incident.acknowledge' },
  assign: { command: 'unit.assign' },
  claim: { command: 'incident.claim' },
  playbook: { command: 'playbook.step' },
  breakGlass: { dialog: true },
  resolve: { dialog: true },
  shelve: { dialog: true },
  help: { dialog: true },
};

test('L9: every key of the map works from everything that can have the focus, but where it is typed or moves within a widget', async ({
  page,
  jikim,
}) => {
  const held = await holdCommands(page);
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await row.click({ timeout: 30_000 });
  await expect(page.locator('[data-map=ready]')).toBeVisible({ timeout: 60_000 });
  await listenLast(page);
  held.through = false;
  const dialog = page.getByRole('dialog');

  const pressFrom = async (focus: Focus, { name, codes }: (typeof SHORTCUTS)[number], told: string): Promise<void> => {
    held.kinds.length = 0;
    await page.keyboard.press(name === 'help' ? 'Shift+Slash' : codes[0]);
    const arrow = name === 'queueUp' || name === 'queueDown';
    const { command, dialog: opens }: Expected = EXPECTED[name] ?? {};
    if (focus.typed || (arrow && focus.arrows)) {
      expect(held.kinds, told).toEqual([]);
      await expect(dialog, told).toBeHidden();
      if (arrow) await page.keyboard.press('Escape'); // ↓ opens a menu
      return;
    }
    expect(await wasActed(page), told).toBe(true);
    if (command !== undefined) await expect.poll(() => held.kinds, { message: told }).toEqual([command]);
    if (opens === undefined) return;
    await expect(dialog, told).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog, told).toBeHidden();
  };

  /** Presses keys with the focus on each thing in turn. @returns how many there were. */
  const tour = async (selector: string, keys: readonly (typeof SHORTCUTS)[number][]): Promise<number> => {
    for (let nth = 0; ; nth += 1)
      for (const key of keys) {
        const focus = await focusOn(page, selector, nth);
        if (focus === null) return nth;
        await pressFrom(focus, key, `${key.name} from ${focus.name}`);
      }
  };

  /** Keys that have something to do only in a state of their own; all others do something once the alarm is answered. */
  const WHEN = {
    ringing: ['acknowledge', 'claim', 'mostUrgent', 'shelve'],
    open: ['assign', 'guidance'],
    sent: ['status'],
    /** What has come back; nothing does here. Held by tests/unit/renderer/returned.test.tsx. */
    returned: ['returned'],
    ending: ['extendSession'],
  };
  const special: readonly string[] = Object.values(WHEN).flat();
  const keysOf = (names: readonly string[]) => SHORTCUTS.filter(({ name }) => names.includes(name));
  const answered = SHORTCUTS.filter(({ name }) => !special.includes(name));
  const go = async (press: () => Promise<void>): Promise<void> => {
    held.through = true;
    await press();
    held.through = false;
  };

  expect(await tour(FOCUSABLE, keysOf(WHEN.ringing))).toBeGreaterThan(20);
  await go(async () => {
    await page.keyboard.press('a');
    await expect(row).toHaveAttribute('data-sounding', 'false');
  });
  expect(await tour(FOCUSABLE, answered)).toBeGreaterThan(20);
  // A tab that gets the focus shows its page; P on one without steps shows those first.
  const withoutSteps = answered.filter(({ name }) => name !== 'playbook');
  expect(await tour('[role="tab"]', withoutSteps)).toBe(3);

  const first = page.getByRole('tab').first();
  await go(async () => {
    await first.focus();
    await page.keyboard.press('b');
    await page.keyboard.type('시험');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('group', { name: '다음 조치' }).getByRole('button', { name: /배정/ })).toBeVisible();
    // A list that has just changed its order takes no key until its reader can have seen it.
    await expect(page.getByText('순서가 방금 바뀌었습니다', { exact: false })).toBeHidden();
  });
  expect(await tour(FOCUSABLE, keysOf(WHEN.open))).toBeGreaterThan(20);
  expect(await tour('[role="tab"]', keysOf(WHEN.open))).toBe(3);
  await go(async () => {
    await first.focus();
    await page.keyboard.press('1');
    await expect(page.getByRole('list', { name: '배정된 순찰차' })).toBeVisible();
  });
  expect(await tour(FOCUSABLE, keysOf(WHEN.sent))).toBeGreaterThan(20);
});
