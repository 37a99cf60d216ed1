import type { z } from 'zod';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { canonical } from '../../canonical.ts';
import type { FileName, Files } from '../names.ts';
import { fault } from '../statement.ts';
import type { Fault } from '../statement.ts';

const decode = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined; // no JSON value is undefined
  }
};

/** Canonical form, or null where there is none: half of a surrogate pair has no UTF-8. */
const formOf = (value: unknown): Uint8Array | null => {
  try {
    return Buffer.from(canonical(value));
  } catch {
    return null;
  }
};

/** Where in a file an issue is: `entries[3]` names an entry, which the caller may turn into its number. */
const placeOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? '' : `${path.map(String).join('.')}: `);

/**
 * A JSON file of a package: it must be there, fit its schema and be, byte for byte, the RFC 8785 form of what it says. The schema comes
 * before the form: it bounds how deep a value can nest.
 */
export const readJson = <T>(files: Files, name: FileName, schema: z.ZodType<T>): Result<T, Fault> => {
  const bytes = files.get(name);
  if (bytes === undefined) return err(fault(name, 'is missing'));
  const value = decode(bytes);
  if (value === undefined) return err(fault(name, 'is not JSON in UTF-8'));
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return err(
      fault(
        name,
        `${placeOf(issue?.path ?? [])}${issue?.message ?? 'does not fit its schema'}`,
        seqAt(value, issue?.path ?? []),
      ),
    );
  }
  const form = formOf(checked.data);
  return form !== null && Buffer.compare(form, bytes) === 0
    ? ok(checked.data)
    : err(fault(name, 'is not in RFC 8785 canonical form'));
};

/** Number of the entry that a path into `record.json` leads through; null where it leads through none. */
const seqAt = (value: unknown, path: readonly PropertyKey[]): number | null => {
  const [list, index] = path;
  if (list !== 'entries' || typeof index !== 'number') return null;
  const entry = memberOf(memberOf(memberOf(value, 'entries'), index), 'entry');
  const seq = memberOf(entry, 'seq');
  return typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : null;
};

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
