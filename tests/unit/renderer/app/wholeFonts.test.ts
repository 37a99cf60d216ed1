import { expect, it } from 'vitest';
import { loadWholeFonts } from '../../../../renderer/app/wholeFonts.ts';

it('U2: every part is fetched, few at a time, and one that fails holds up no other', async () => {
  let [under, most] = [0, 0];
  const fetched: number[] = [];
  const parts = Array.from({ length: 30 }, (_, i) => ({
    load: async (): Promise<FontFace> => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      fetched.push(i);
      throw new Error('gone');
    },
  }));
  await loadWholeFonts(parts);
  expect(fetched).toHaveLength(30);
  expect(most).toBeLessThanOrEqual(4);
});
