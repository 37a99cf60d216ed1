import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogId } from '../../../../shared/domain/ids.ts';
import { fail } from '../../../files/fail.ts';
import { KEY_BYTES } from '../../../files/seal.ts';

/** Keys of one server, each derived from its secret for one use. */
export type Secret = {
  /** Seals last fixes and the incidents' own keys. */
  readonly sealing: Uint8Array;
  /** Signs device tokens. */
  readonly devices: Uint8Array;
  /** From it comes the key of each log, which signs its heads and what is exported of it. */
  readonly logs: Uint8Array;
};

const derive = (secret: Uint8Array, use: string): Uint8Array => createHmac('sha256', secret).update(use).digest();

/** The secret of one log's signing key. No key ever signs two logs: whoever sees that knows that a history was renamed. */
export const logSecret = (secret: Secret, log: LogId): Uint8Array => derive(secret.logs, log);

/** Keys from 32 secret bytes. */
export const secretFrom = (bytes: Uint8Array): Secret => ({
  sealing: derive(bytes, 'jikim sealing v1'),
  devices: derive(bytes, 'jikim devices v1'),
  logs: derive(bytes, 'jikim log v1'),
});

/**
 * The secret in a server's folder, made on first use and readable by its user only (mode 0600). Losing it makes sealed
 * positions unreadable for good and every device token void. Ends the process where it is damaged or cannot be kept.
 */
export const loadSecret = (folder: string): Secret => {
  const file = join(folder, 'secret');
  try {
    // `wx` fails when the file is there: an existing secret is never overwritten.
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    const exists = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    if (!exists) return fail(`the secret cannot be written: ${file}`, 'folder-unusable');
  }
  return readSecret(folder);
};

/** The secret that a server made before. Ends the process where there is none: a new one would open nothing that is there. */
export const readSecret = (folder: string): Secret => {
  const file = join(folder, 'secret');
  let text = '';
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    return fail(`the secret cannot be read: ${file}`, 'store-damaged');
  }
  if (!/^[0-9a-f]{64}$/.test(text)) return fail(`the secret is damaged: ${file}`, 'store-damaged');
  return secretFrom(Buffer.from(text, 'hex'));
};
