import { closeSync, fdatasync, fstatSync, fsyncSync, openSync, readFileSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { LogId } from '../../../shared/domain/ids.ts';
import { LeaseId } from '../../../shared/domain/ids.ts';
import { AccessRecord } from '../../../shared/protocol/access.ts';
import { seal, unseal } from '../../files/seal.ts';
import type { SealingKey } from '../../files/seal.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { AccessSpill, SpillTrouble } from '../ports/spill.ts';

/** So many bytes are reserved: some 2,500 lines of leases, which 30 desks see in ten incidents renewed for more than an hour. */
export const SPILL_BYTES = 1 << 20;
/** A frame is its length, what is sealed, and an end that the next frame overwrites. */
const [LENGTH, END] = [4, Buffer.alloc(4)];
const SECTOR = 512;

const Lines = z.array(z.strictObject({ ...AccessRecord.unwrap().omit({ id: true }).shape, lease: LeaseId }));

/** A frame opens in its place in the file of its own log, and nowhere else. */
const contextOf = (log: LogId, at: number): string => `spill:${log}:${at}`;

const opened = (key: SealingKey, context: string, sealed: Uint8Array): readonly AccessLine[] | null => {
  const plain = unseal(key, context, sealed);
  if (plain === null) return null;
  const lines = Lines.safeParse(JSON.parse(Buffer.from(plain).toString()));
  return lines.success ? lines.data : null;
};

type Found = { readonly left: readonly AccessLine[]; readonly end: number; readonly isTorn: boolean };
const NOTHING: Found = { left: [], end: 0, isTorn: false };

const read = (bytes: Buffer, key: SealingKey, log: LogId): Found => {
  const left: AccessLine[] = [];
  let at = 0;
  while (at + LENGTH <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) break;
    const sealed = bytes.subarray(at + LENGTH, at + LENGTH + length);
    const lines = sealed.length === length ? opened(key, contextOf(log, at), sealed) : null;
    if (lines === null) return { left, end: at, isTorn: true };
    left.push(...lines);
    at += LENGTH + length;
  }
  return { left, end: at, isTorn: false };
};

/** Writes what is there and zeros behind it, so that every block of the file is its own before a disk is full. @throws where there is no room. */
const reserve = (fd: number, bytes: Buffer): void => {
  const { size, blocks } = fstatSync(fd);
  if (size === SPILL_BYTES && blocks * SECTOR >= SPILL_BYTES) return;
  const whole = Buffer.alloc(SPILL_BYTES);
  bytes.copy(whole);
  for (let at = 0; at < SPILL_BYTES;) at += writeSync(fd, whole, at, SPILL_BYTES - at, at);
  fsyncSync(fd);
};

const writeAt = promisify(write);
const sync = promisify(fdatasync);

type Piece = { readonly at: number; readonly bytes: Uint8Array; readonly isWipe: boolean };

/**
 * Opens the spill file beside a store. It is written in place and on no thread of ours: neither a full disk nor one that hangs stops the loop. A
 * file that cannot be opened or reserved is told as trouble, and nothing is kept in it.
 */
export const openSpill = (path: string, key: SealingKey, log: LogId): AccessSpill => {
  let fd: number | null = null;
  let found = NOTHING;
  /** Behind this stand zeros alone. */
  let used = 0;
  let isReserved = false;
  try {
    closeSync(openSync(path, 'a', 0o600)); // made where it is missing
    fd = openSync(path, 'r+');
    const bytes = readFileSync(path);
    used = bytes.findLastIndex((byte) => byte !== 0) + 1; // more than what is left, where a wipe did not come to its end
    found = read(bytes, key, log);
    reserve(fd, bytes);
    isReserved = true;
  } catch {
    // Told by `look`: the server goes on without it.
  }
  let end = found.end;
  let [isFull, isFailing] = [false, false];
  let pieces: Piece[] = [];
  let pumping: Promise<void> | null = null;

  const pump = async (file: number): Promise<void> => {
    try {
      for (let next = pieces[0]; next !== undefined; next = pieces[0]) {
        const { at, bytes, isWipe } = next;
        const { bytesWritten } = await writeAt(file, bytes, 0, bytes.length, at);
        if (bytesWritten < bytes.length) throw new Error('the disk took a part of it');
        await sync(file);
        if (pieces[0] !== next) continue; // wiped meanwhile
        pieces.shift();
        if (isWipe) used = end;
      }
      isFailing = false;
    } catch {
      isFailing = true;
    }
  };
  const writePieces = (): void => {
    if (fd === null || !isReserved || pumping !== null || pieces.length === 0) return;
    pumping = pump(fd).finally(() => {
      pumping = null;
    });
  };
  const trouble = (): SpillTrouble | null => {
    if (!isReserved) return 'unreserved';
    if (isFull) return 'full';
    if (isFailing) return 'unwritten';
    return found.isTorn ? 'torn' : null;
  };

  return {
    left: found.left,
    keep: (lines) => {
      if (!isReserved || lines.length === 0) return;
      const sealed = seal(key, contextOf(log, end), Buffer.from(JSON.stringify(lines)));
      const length = Buffer.alloc(LENGTH);
      length.writeUInt32BE(sealed.length);
      const bytes = Buffer.concat([length, sealed, END]);
      if (end + bytes.length > SPILL_BYTES) {
        isFull = true; // until it is wiped, although less may fit
        return;
      }
      pieces.push({ at: end, bytes, isWipe: false });
      end += LENGTH + sealed.length;
      used = Math.max(used, end);
      writePieces();
    },
    wipe: () => {
      isFull = false;
      if (used === 0) return;
      // Until it is written a second wipe has as much to do: this one may never come to it.
      pieces = [{ at: 0, bytes: Buffer.alloc(used), isWipe: true }];
      end = 0;
      writePieces();
    },
    look: () => {
      writePieces();
      return trouble();
    },
    close: async () => {
      await pumping;
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
};
