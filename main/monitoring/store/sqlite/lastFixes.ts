import type { DatabaseSync } from 'node:sqlite';
import { KeptFix } from '../../../../shared/domain/fixes.ts';
import { PersonId } from '../../../../shared/domain/ids.ts';
import { seal, sealingKey, unseal } from '../../../files/seal.ts';
import type { RecordReads } from '../../ports/record.ts';

/** The last fix of each person, sealed: after a restart a silent device still has a last known place, and a disc that grows as it did. */
type LastFixStore = RecordReads['lastFixes'] & {
  /** Null takes a fix away. */
  readonly put: (fixes: ReadonlyMap<PersonId, KeptFix | null>) => void;
};

export const createLastFixStore = (db: DatabaseSync, masterKey: Uint8Array): LastFixStore => {
  const key = sealingKey(masterKey);
  const upsert = db.prepare(
    'INSERT INTO last_fixes VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed',
  );
  const remove = db.prepare('DELETE FROM last_fixes WHERE person_id = ?');
  const select = db.prepare('SELECT * FROM last_fixes');
  return {
    put: (fixes) => {
      for (const [person, fix] of fixes) {
        if (fix === null) remove.run(person);
        else upsert.run(person, seal(key, `last-fix:${person}`, Buffer.from(JSON.stringify(fix))));
      }
    },
    all: () => {
      const fixes = new Map<PersonId, KeptFix>();
      for (const row of select.all()) {
        const sealed = row['sealed'];
        const plain = sealed instanceof Uint8Array ? unseal(key, `last-fix:${String(row['person_id'])}`, sealed) : null;
        if (plain === null) continue;
        fixes.set(PersonId.parse(row['person_id']), KeptFix.parse(JSON.parse(Buffer.from(plain).toString())));
      }
      return fixes;
    },
  };
};
