import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { unreadable } from './fault.ts';
import type { Fault, InputFault } from './fault.ts';

export type Sink<T> = (outcome: Result<T, Fault>) => void;

/** Takes the text of a file piece by piece and hands what the text completes to a sink; holds only what is unfinished. */
export type Decoder<T> = (sink: Sink<T>) => { readonly write: (text: string) => void; readonly end: () => void };

const openText = (file: string): Readable => {
  const bytes = createReadStream(file);
  // Errors of either stream surface where the last one is read; the callback has nothing to add.
  const plain = file.toLowerCase().endsWith('.gz') ? pipeline(bytes, createGunzip(), () => {}) : bytes;
  return plain.setEncoding('utf8');
};

/** The text of a file in pieces, then null for its end; a fault where the system can't give it. */
async function* piecesOf(file: string): AsyncGenerator<Result<string | null, Fault>, void> {
  try {
    for await (const text of openText(file)) {
      // With an encoding set, a stream gives strings; its type can't say so.
      yield ok(text as string);
    }
    yield ok(null);
  } catch (thrown) {
    yield err(unreadable(thrown));
  }
}

/** A file through a decoder, as a stream that holds one piece of the file at a time. Ends after the first fault. */
export async function* decodeFile<T>(file: string, decoder: Decoder<T>): AsyncGenerator<Result<T, InputFault>, void> {
  const outcomes: Result<T, Fault>[] = [];
  const sink: Sink<T> = (outcome) => outcomes.push(outcome);
  const { write, end } = decoder(sink);
  for await (const piece of piecesOf(file)) {
    if (!piece.ok) sink(piece);
    else if (piece.value === null) end();
    else write(piece.value);
    for (const outcome of outcomes.splice(0)) {
      yield outcome.ok ? outcome : err({ file, ...outcome.error });
      if (!outcome.ok) return;
    }
  }
}
