import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Mark, RecordReads } from '../../ports/record.ts';

/**
 * The mark beside a store. Writing it is not synced: a power cut may leave an older mark, which proves less, and never a newer one, which
 * would lie; so may a disk that takes no more. One write of one block, so a killed process leaves no half of it.
 */
export type MarkFile = RecordReads['mark'] & { readonly close: () => void };

const LINE = /^jikim-mark 1 +(\d+) ([0-9a-f]{64})\n$/;
const SIZE_DIGITS = 16;

const lineOf = ({ size, root }: Mark): string => `jikim-mark 1 ${String(size).padStart(SIZE_DIGITS)} ${root}\n`;

const parse = (text: string): Mark | 'damaged' | null => {
  if (text === '') return null; // made, and never written
  const [, size, root] = LINE.exec(text) ?? [];
  return size === undefined || root === undefined ? 'damaged' : { size: Number(size), root };
};

/** Opens the mark beside a store. @throws where the file cannot be opened or read. */
export const openMark = (path: string): MarkFile => {
  const file = openSync(path, 'a+', 0o600); // made where it is missing
  closeSync(file);
  const found = parse(readFileSync(path, 'utf8'));
  const fd = openSync(path, 'r+');
  return {
    found,
    write: (mark) => {
      try {
        writeSync(fd, lineOf(mark), 0);
      } catch {
        // What it notes stands in the store, whatever becomes of the note.
      }
    },
    close: () => closeSync(fd),
  };
};

/** For a store in memory, which ends with its process. */
export const noMark: MarkFile = { found: null, write: () => undefined, close: () => undefined };
