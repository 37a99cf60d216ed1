import { rmSync } from 'node:fs';
import type { Mode } from '../../../../shared/domain/operators.ts';
import { serverDir, storeFile, writableDir } from '../../../files/dataDir.ts';
import { joinInstead } from '../../../files/running.ts';
import { lockFolder } from './database.ts';
import { loadSecret } from './secret.ts';
import type { Secret } from './secret.ts';
import type { RecordPort } from '../../ports/record.ts';
import type { AccessSpill } from '../../ports/spill.ts';
import { sealingKey } from '../../../files/seal.ts';
import { openSpill } from '../spillFile.ts';
import { openStore, spillFile, storeFiles } from './store.ts';
import { writeInThread } from './thread.ts';

/** A server's store, its secret, and the lock on the folder that both lie in. */
type ServerStore = {
  readonly store: RecordPort;
  readonly spill: AccessSpill;
  readonly secret: Secret;
  readonly close: () => Promise<void>;
};

/** Opens the store of one mode and scenario; ends the process where it cannot be had, as while another server holds its folder. */
export const openServerStore = (options: {
  readonly dataDir: string;
  readonly mode: Mode;
  readonly scenario: string;
  readonly elapsed_ms: () => number;
}): ServerStore => {
  const { mode } = options;
  const folder = writableDir(serverDir(options.dataDir, mode));
  const unlock = lockFolder(folder, joinInstead(folder));
  const file = storeFile(folder, mode, options.scenario);
  // Every training starts from an empty record of its own.
  if (mode === 'training') for (const path of storeFiles(file)) rmSync(path, { force: true });
  const secret = loadSecret(folder);
  const opened = openStore(file, secret);
  const spill = openSpill(spillFile(file), sealingKey(secret.sealing), opened.log.id);
  const store = writeInThread(opened, { path: file, master: secret.sealing }, options.elapsed_ms);
  return {
    store,
    spill,
    secret,
    close: async () => {
      await store.close();
      await spill.close();
      unlock();
    },
  };
};
