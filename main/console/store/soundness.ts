import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { digestOfOrder } from './orderDigest.ts';

/** The first entry that is not there, or is none; null where the journal is whole. Whether it is the server's is another question. */
const FIRST_UNSOUND = `
  SELECT n AS first FROM (SELECT seq, json, row_number() OVER (ORDER BY seq) AS n FROM entry)
  WHERE seq <> n OR CASE WHEN json_valid(json) THEN json_extract(json, '$.seq') IS NOT seq ELSE TRUE END
  ORDER BY n LIMIT 1`;

/** Takes away entries from the first unsound one on, so that they are fetched again. Returns its number, or null. */
export const dropUnsoundEntries = (db: DatabaseSync): number | null => {
  const row = db.prepare(FIRST_UNSOUND).get();
  if (row === undefined) return null;
  const first = Number(row['first']);
  db.prepare('DELETE FROM entry WHERE seq >= ?').run(first);
  return first;
};

type Row = Readonly<Record<string, SQLOutputValue>>;

const isSound = ({ id, operator, command, refusal, digest }: Row): boolean => {
  const text = String(command);
  if (digest !== null && digest !== digestOfOrder(String(id), String(operator), text)) return false;
  try {
    return (
      Command.parse(JSON.parse(text)).id === id &&
      (refusal === null || Refusal.safeParse(JSON.parse(String(refusal))).success)
    );
  } catch {
    return false;
  }
};

/** Number of the first command in the outbox that is not what was put there; null where all are. */
export const unreadableCommand = (db: DatabaseSync): number | null => {
  const bad = db
    .prepare('SELECT * FROM outbox ORDER BY position')
    .all()
    .find((row) => !isSound(row));
  return bad === undefined ? null : Number(bad['position']);
};
