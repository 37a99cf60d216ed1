import { safeStorage } from 'electron';
import type { Keyring } from '../../console/store/key.ts';

/**
 * The system's keyring for this user: Keychain, DPAPI, Secret Service or KWallet. Null where Electron has none; on Linux without one it
 * would close with a password that stands in its source (`basic_text`), which keeps nothing from anybody. To be asked once Electron is ready.
 * The synchronous calls are used although newer Electrons prefer the others: the one that these are tried in has no others, and what they
 * have closed the others open.
 */
export const systemKeyring = (): Keyring | null => {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
    return null;
  return {
    close: (text) => safeStorage.encryptString(text),
    open: (closed) => safeStorage.decryptString(Buffer.from(closed)),
  };
};
