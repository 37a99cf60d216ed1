import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Digest, EpochMs, LogId } from '../../../../../shared/domain/ids.ts';
import { SignedHead } from '../../../../../shared/domain/log.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import { replaceFile } from '../../../../files/replaceFile.ts';

/** What a backup says of itself. It is written last: a folder without it holds no whole backup. */
const BackupManifest = z
  .strictObject({
    format: z.literal('jikim-backup'),
    version: z.literal(1),
    /** Scenario whose store this is. */
    scenario: z.string(),
    at_ms: EpochMs,
    logId: LogId,
    /** Entries in it. */
    size: z.int().min(0),
    /** The last head that was signed over them; null where none was yet. */
    signedHead: SignedHead.nullable(),
    /** SHA-256 of the store's file. */
    sha256: Digest,
  })
  .readonly();
export type BackupManifest = z.infer<typeof BackupManifest>;

/** The copy of the store in a backup's folder. */
export const storeIn = (folder: string): string => join(folder, 'store.db');
const manifestIn = (folder: string): string => join(folder, 'manifest.json');

const CHUNK_BYTES = 1 << 20;

/** SHA-256 of a file of any size. @throws what the file system throws. */
export const digestOfFile = (file: string): Digest => {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
};

/** @throws what the file system throws. */
export const writeManifest = (folder: string, manifest: BackupManifest): void =>
  replaceFile(manifestIn(folder), `${JSON.stringify(manifest, null, 2)}\n`);

const parsed = (text: string): BackupManifest | null => {
  try {
    return BackupManifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** The manifest of a backup whose file is the one that it names; else one line that says what is wrong. */
export const readManifest = (folder: string): Result<BackupManifest, string> => {
  let text = '';
  try {
    text = readFileSync(manifestIn(folder), 'utf8');
  } catch {
    return err(`there is no whole backup: ${manifestIn(folder)} cannot be read`);
  }
  const manifest = parsed(text);
  if (manifest === null) return err(`the backup is damaged: ${manifestIn(folder)} does not fit`);
  try {
    if (digestOfFile(storeIn(folder)) === manifest.sha256) return ok(manifest);
    return err(`the backup is damaged: ${storeIn(folder)} is not the file that its manifest names`);
  } catch {
    return err(`the backup is damaged: ${storeIn(folder)} cannot be read`);
  }
};
