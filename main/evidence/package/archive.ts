import { unzipSync, zipSync } from 'fflate';
import type { UnzipFileInfo } from 'fflate';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { FILE_NAMES, isFileName } from './names.ts';
import type { FileName, Files } from './names.ts';

/** ZIP counts its time from here. fflate reads it in the local zone, so that the bytes are the same in every zone. */
const EPOCH = new Date(1980, 0, 1);

/**
 * The one archive of these files: stored, not compressed; in the order of `FILE_NAMES`; all dated 1980-01-01; no attributes, comments
 * or extra fields. The same files always give the same bytes.
 */
export const packArchive = (files: Files): Uint8Array => {
  const entries = FILE_NAMES.flatMap((name) => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [[name, bytes] as const];
  });
  return zipSync(Object.fromEntries(entries), { level: 0, mtime: EPOCH, os: 0, attrs: 0 });
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Why an archive was refused; `file` null where no one file is to blame. */
export type ArchiveFault = { readonly file: string | null; readonly what: string };

/** A name that may be shown; garbage is not. */
const PRINTABLE = /^[\x21-\x7e]{1,60}$/;

/** What is wrong with a file as the archive's directory lists it, before any of it is read. */
const faultOfListed = (
  { name, size, originalSize, compression }: UnzipFileInfo,
  seen: ReadonlySet<string>,
  room: number,
): ArchiveFault | null => {
  if (!isFileName(name))
    return { file: PRINTABLE.test(name) ? name : null, what: 'the directory names a file that no package holds' };
  if (seen.has(name)) return { file: name, what: 'is there twice' };
  if (compression !== 0 || size !== originalSize)
    return { file: name, what: 'is compressed: files of a package are stored' };
  if (size > room) return { file: name, what: 'is larger than the archive' };
  return null;
};

/**
 * Files of an archive, which must be exactly the one `packArchive` makes of them: any other byte, before, between or after, is refused.
 * Reads no more than the archive is long.
 */
export const unpackArchive = (archive: Uint8Array): Result<Files, ArchiveFault> => {
  const seen = new Set<FileName>();
  let room = archive.length;
  let fault: ArchiveFault | null = null;
  try {
    const found = unzipSync(archive, {
      filter: (listed) => {
        fault = faultOfListed(listed, seen, room);
        // The only way out of fflate's loop: a crafted directory can name billions of files.
        if (fault !== null) throw new Error(fault.what);
        if (isFileName(listed.name)) seen.add(listed.name);
        room -= listed.size;
        return true;
      },
    });
    const files = new Map(
      Object.entries(found).flatMap(([name, bytes]) => (isFileName(name) ? [[name, bytes] as const] : [])),
    );
    return isSame(packArchive(files), archive)
      ? ok(files)
      : err({ file: null, what: 'the archive is not in its canonical form: bytes were changed, added or taken away' });
  } catch {
    return err(fault ?? { file: null, what: 'not a ZIP archive that can be read' });
  }
};
