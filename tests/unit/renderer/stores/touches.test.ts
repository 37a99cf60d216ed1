import { expect, test } from 'vitest';
import { tellOfTouches } from '../../../../renderer/stores/touches.ts';
import { createFakeApi } from '../../../builders/fakeApi.ts';

test('a touch is told at once and the next ones once in ten seconds, until it is stopped', () => {
  const fake = createFakeApi({ touched: () => null });
  const page = new EventTarget();
  let now_ms = 0;
  const stop = tellOfTouches(fake.api, page, () => now_ms);
  page.dispatchEvent(new Event('pointermove'));
  for (const type of ['keydown', 'wheel', 'pointerdown', 'pointermove']) page.dispatchEvent(new Event(type));
  expect(fake.calls).toHaveLength(1);
  now_ms = 10_000;
  page.dispatchEvent(new Event('keydown'));
  expect(fake.calls.map(({ name }) => name)).toEqual(['touched', 'touched']);
  stop();
  now_ms = 20_000;
  page.dispatchEvent(new Event('keydown'));
  expect(fake.calls).toHaveLength(2);
});
