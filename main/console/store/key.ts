import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoreState } from '../../../shared/api/store.ts';
import { reasonOf } from '../../files/fail.ts';
import { replaceFile } from '../../files/replaceFile.ts';
import { KEY_BYTES, sealingKey } from '../../files/seal.ts';
import type { SealingKey } from '../../files/seal.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { freeName } from './salvage.ts';

/** What the system keeps secrets in for the user who is logged on. Both throw where it does not do so now. */
export type Keyring = {
  readonly close: (text: string) => Uint8Array;
  readonly open: (closed: Uint8Array) => string;
};

export type StoreKey = { readonly key: SealingKey; readonly keptBy: StoreState['keyKeptBy'] };

/** `key` in base64: as it is, or as the keyring has closed it. */
const KeyFile = z.strictObject({ keptBy: z.enum(['file', 'keyring']), key: z.base64() });

type Known = { readonly bytes: Buffer; readonly keptBy: StoreKey['keptBy'] };

/** The line of the key file: closed by the keyring where there is one that opens again what it closes, else the key as it is. */
const keyFileOf = (key: Buffer, keyring: Keyring | null): z.infer<typeof KeyFile> => {
  const text = key.toString('base64');
  try {
    const closed = keyring?.close(text);
    if (closed !== undefined && keyring?.open(closed) === text)
      return { keptBy: 'keyring', key: Buffer.from(closed).toString('base64') };
  } catch {
    // A keyring that fails is none: better a key in a file than commands that cannot be kept.
  }
  return { keptBy: 'file', key: text };
};

/** The key in a key file; null where it is damaged, or closed by a keyring that does not open it. */
const keyIn = (content: string, keyring: Keyring | null): Known | null => {
  try {
    const { keptBy, key } = KeyFile.parse(JSON.parse(content));
    const text = keptBy === 'file' ? key : keyring?.open(Buffer.from(key, 'base64'));
    const bytes = Buffer.from(text ?? '', 'base64');
    return bytes.length === KEY_BYTES ? { bytes, keptBy } : null;
  } catch {
    return null;
  }
};

/**
 * The key that this console's databases are sealed with, made on first use: in the system's keyring where there is one, else in a file of
 * mode 0600 beside them. A key that lay in a file is given to the keyring as soon as there is one. A key file that cannot be opened is
 * kept under another name, for the day when its keyring is back, and `onPutAside` is told.
 * @returns an error line where the file can be neither read nor written.
 */
export const loadStoreKey = (
  folder: string,
  keyring: Keyring | null,
  onPutAside: () => void = () => undefined,
): Result<StoreKey, string> => {
  const file = join(folder, 'key.json');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const content = existsSync(file) ? readFileSync(file, 'utf8') : null;
    const known = content === null ? null : keyIn(content, keyring);
    if (known?.keptBy === 'keyring') return ok({ key: sealingKey(known.bytes), keptBy: 'keyring' });
    if (content !== null && known === null) {
      copyFileSync(file, freeName(`${file}.locked`));
      onPutAside();
    }
    const bytes = known?.bytes ?? randomBytes(KEY_BYTES);
    const next = keyFileOf(bytes, keyring);
    // On disk before anything is sealed with it.
    if (known === null || next.keptBy === 'keyring') replaceFile(file, `${JSON.stringify(next)}\n`);
    return ok({ key: sealingKey(bytes), keptBy: next.keptBy });
  } catch (thrown) {
    return err(`console key ${file}: ${reasonOf(thrown)}`);
  }
};
