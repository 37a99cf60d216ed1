import { expect, test } from 'vitest';
import type { SoundCheck } from '../../../../shared/api/sound.ts';
import { createSoundCheck } from '../../../../main/console/soundCheck.ts';
import { T0 } from '../../../builders/times.ts';

test('the answer to the test tone holds until whoever gave it has left', () => {
  const told: (SoundCheck | null)[] = [];
  const check = createSoundCheck(
    () => T0,
    (state) => told.push(state),
  );
  check.forget();
  expect([check.state(), told]).toEqual([null, []]);
  check.answer(false);
  check.answer(true);
  expect(check.state()).toEqual({ heard: true, at_ms: T0 });
  check.forget();
  expect(told).toEqual([{ heard: false, at_ms: T0 }, { heard: true, at_ms: T0 }, null]);
});
