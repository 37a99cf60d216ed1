// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { UnwatchedBar } from '../../../renderer/features/top-bar/index.ts';
import { aDirectory } from '../../builders/directory.ts';
import { orderId } from '../../builders/ids.ts';
import { openPage, withPages } from '../../builders/page.tsx';

withPages();

const open = async (orders: number, unnamed = false): Promise<string> => {
  const page = await openPage(<UnwatchedBar unnamed={unnamed} />, { snapshot: { directory: aDirectory() } });
  page.hear(
    Array.from({ length: orders }, (_, nth) => ({
      body: { kind: 'order.unwatched' as const, orderId: orderId(`X-${nth + 1}`) },
      incident: null,
    })),
  );
  return page.container.querySelector('[data-testid="unwatched-bar"]')?.textContent ?? '';
};

test('few orders that nobody watches over are named, each', async () => {
  const said = await open(4);
  expect(said).toContain('감시되지 않는 보호명령: X-1, X-2, X-3, X-4');
  expect(said).not.toContain('그 밖에');
});

test('hundreds are counted beyond the first, so that the bar leaves room for the incidents', async () => {
  const said = await open(300);
  expect(said).toContain('X-1, X-2, X-3, X-4');
  expect(said).not.toContain('X-5');
  expect(said).toContain('그 밖에 296건');
});

test('a locked screen counts them all and names none', async () => {
  const said = await open(300, true);
  expect(said).toContain('감시되지 않는 보호명령 300건');
  expect(said).not.toContain('X-');
  expect(said).not.toContain('그 밖에');
});
