import { seal, unseal } from '../../files/seal.ts';
import type { SealingKey } from '../../files/seal.ts';

/** What a sealed value belongs to: its table and what identifies its row there. */
export type RowName = readonly [
  table: 'entry' | 'command' | 'refusal' | 'draft' | 'provisional-lease',
  ...identity: readonly (string | number)[],
];

/** Seals what this console keeps, a row at a time. What is moved to another row, or to the store of an exercise, does not open there. */
export type RowSeal = {
  readonly close: (row: RowName, text: string) => Uint8Array;
  /** Null where the key or the row is another, or the bytes were changed. */
  readonly open: (row: RowName, sealed: unknown) => string | null;
};

export const createRowSeal = (key: SealingKey, store: 'live' | 'training'): RowSeal => {
  const context = (row: RowName): string => JSON.stringify([store, ...row]);
  return {
    close: (row, text) => seal(key, context(row), Buffer.from(text)),
    open: (row, sealed) => {
      const plain = sealed instanceof Uint8Array ? unseal(key, context(row), sealed) : null;
      return plain === null ? null : Buffer.from(plain).toString('utf8');
    },
  };
};
