import type { DatabaseSync } from 'node:sqlite';
import { PersonId } from '../../../../shared/domain/ids.ts';
import type { RecordReads } from '../../ports/record.ts';

/** People for whom a real device has spoken, so that after a restart no simulated one speaks over it. */
type RealDeviceStore = RecordReads['realDevices'] & {
  /** Null: none speaks for the person any more. */
  readonly put: (since: ReadonlyMap<PersonId, number | null>) => void;
};

export const createRealDeviceStore = (db: DatabaseSync): RealDeviceStore => {
  const upsert = db.prepare(
    'INSERT INTO real_devices VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET since = excluded.since',
  );
  const select = db.prepare('SELECT * FROM real_devices');
  const remove = db.prepare('DELETE FROM real_devices WHERE person_id = ?');
  return {
    all: () => new Map(select.all().map((row) => [PersonId.parse(row['person_id']), Number(row['since'])])),
    put: (since) => {
      for (const [person, at_ms] of since) {
        if (at_ms === null) remove.run(person);
        else upsert.run(person, at_ms);
      }
    },
  };
};
