import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { unreadable } from './fault.ts';
import type { Fault } from './fault.ts';

/** An XML declaration ends well before; anything else shows its encoding in its first characters. */
const HEAD_BYTES = 256;

/**
 * Label of the encoding of a text by how it begins: a byte order mark, or which byte of the first character is zero, or an XML
 * declaration; UTF-8 otherwise. A declared UTF-16 whose bytes are single ones is not believed: some programs write it without meaning it.
 */
const encodingOf = (head: Buffer): string => {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  const declared = /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    head.toString('latin1'),
  );
  const label = declared?.[1] ?? 'utf-8';
  return /^(?:utf-?16|ucs-?2|iso-10646-ucs-2)/i.test(label) ? 'utf-8' : label;
};

const decoderFor = (head: Buffer): Result<TextDecoder, Fault> => {
  const encoding = encodingOf(head);
  try {
    // A byte order mark is left out by the decoder itself.
    return ok(new TextDecoder(encoding));
  } catch {
    return err({ line: null, field: 'encoding', message: `${encoding} is not known; write the file as UTF-8` });
  }
};

const openBytes = (file: string): Readable => {
  const bytes = createReadStream(file);
  // Errors of either stream surface where the last one is read; the callback has nothing to add.
  return file.toLowerCase().endsWith('.gz') ? pipeline(bytes, createGunzip(), () => {}) : bytes;
};

/** The text of a file in pieces, then null for its end; a fault where the system cannot give it, or its encoding is not known. */
export async function* textPieces(file: string): AsyncGenerator<Result<string | null, Fault>, void> {
  let head = Buffer.alloc(0);
  let decoder: TextDecoder | null = null;
  try {
    for await (const piece of openBytes(file)) {
      // A stream without an encoding gives buffers; its type can't say so.
      let bytes = piece as Buffer;
      if (decoder === null) {
        head = Buffer.concat([head, bytes]);
        if (head.length < HEAD_BYTES) continue;
        const chosen = decoderFor(head);
        if (!chosen.ok) {
          yield chosen;
          return;
        }
        decoder = chosen.value;
        bytes = head;
      }
      yield ok(decoder.decode(bytes, { stream: true }));
    }
    if (decoder === null) {
      const chosen = decoderFor(head);
      if (!chosen.ok) {
        yield chosen;
        return;
      }
      decoder = chosen.value;
      yield ok(decoder.decode(head, { stream: true }));
    }
    yield ok(decoder.decode());
    yield ok(null);
  } catch (thrown) {
    yield err(unreadable(thrown));
  }
}
