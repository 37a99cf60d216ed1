import { expect, test } from 'vitest';
import { createSystemIdle } from '../../../../../main/shells/electron/attendance.ts';

test('a system that always answers 0 cannot tell; one that has once said more is believed from then on', () => {
  const answers = [0, 0, 3, 0, 400];
  const idle_s = createSystemIdle({ systemIdle_s: () => answers.shift() ?? 0 });
  expect([idle_s(), idle_s(), idle_s(), idle_s(), idle_s()]).toEqual([null, null, 3, 0, 400]);
});
