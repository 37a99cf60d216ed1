import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import { reasonOf } from '../../../../files/fail.ts';
import type { Secret } from '../secret.ts';
import { copyStore } from './copy.ts';
import { digestOfFile, storeIn, writeManifest } from './manifest.ts';
import type { BackupManifest } from './manifest.ts';

/** An empty folder for this user only, made where it is not there. */
const emptyFolder = (folder: string): Result<null, string> => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return readdirSync(folder).length === 0 ? ok(null) : err(`the folder for the backup is not empty: ${folder}`);
  } catch (thrown) {
    return err(`the folder for the backup cannot be written: ${folder}: ${reasonOf(thrown)}`);
  }
};

const writeBackup = (
  source: string,
  folder: string,
  given: { readonly scenario: string; readonly secret: Secret; readonly now_ms: number },
): Result<BackupManifest, string> => {
  const copied = copyStore(source, storeIn(folder), given.secret);
  if (!copied.ok) return copied;
  const manifest: BackupManifest = {
    ...({ format: 'jikim-backup', version: 1 } as const),
    ...{ scenario: given.scenario, at_ms: given.now_ms, ...copied.value },
    sha256: digestOfFile(storeIn(folder)),
  };
  writeManifest(folder, manifest);
  return ok(manifest);
};

/**
 * Backs up the store at `source` into an empty folder while its server runs, and verifies the copy before it calls it a backup. Leaves
 * nothing behind where it fails; the error is one line.
 */
export const backUp = (
  source: string,
  folder: string,
  given: { readonly scenario: string; readonly secret: Secret; readonly now_ms: number },
): Result<BackupManifest, string> => {
  if (!existsSync(source)) return err(`there is no store of the scenario ${given.scenario}: ${source}`);
  const empty = emptyFolder(folder);
  if (!empty.ok) return empty;
  try {
    const written = writeBackup(source, folder, given);
    if (!written.ok) for (const name of readdirSync(folder)) rmSync(`${folder}/${name}`, { force: true });
    return written;
  } catch (thrown) {
    return err(`the backup cannot be written: ${folder}: ${reasonOf(thrown)}`);
  }
};
