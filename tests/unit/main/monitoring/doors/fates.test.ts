import { expect, it } from 'vitest';
import { createFates, noFate } from '../../../../../main/monitoring/doors/fates.ts';

const fate = noFate('phone-1', 1000);

it('a watcher that cannot be told is let go, and neither the device nor the next watcher notices', () => {
  const fates = createFates();
  const heard: string[] = [];
  let closed = 0;
  fates.watch(
    () => {
      throw new TypeError('poisoned');
    },
    () => (closed += 1),
  );
  fates.watch(
    ({ deviceId }) => heard.push(deviceId),
    () => undefined,
  );
  fates.tell(fate);
  fates.tell(fate);
  expect([heard, closed]).toEqual([['phone-1', 'phone-1'], 1]);
});

it('what comes while the server ends is written to no watcher that is closed already', () => {
  const fates = createFates();
  const said: string[] = [];
  fates.watch(
    () => said.push('told'),
    () => said.push('closed'),
  );
  fates.tell(fate);
  fates.close();
  fates.tell(fate);
  expect(said).toEqual(['told', 'closed']);
});
