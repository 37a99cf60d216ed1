import { it } from 'vitest';
import { conforms } from './conformance.ts';
import { STORES } from './places.ts';

/** So many times as often as with every change. */
const TIMES = 25;

it.each(STORES)('%s keeps what the port of the record says, in many runs', async (_, place, runs) => {
  await conforms(place, runs * TIMES);
});
