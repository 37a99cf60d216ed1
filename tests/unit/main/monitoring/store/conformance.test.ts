import { it } from 'vitest';
import { conforms } from './conformance.ts';
import { STORES } from './places.ts';

it.each(STORES)(
  '%s keeps what the port of the record says, whatever comes',
  async (_, place, runs) => {
    await conforms(place, runs);
  },
  30_000,
);
