import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { err } from '../../../../shared/domain/result.ts';
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

/** A file through a decoder, as a stream that holds one piece of the file at a time. Ends after the first fault. */
export async function* decodeFile<T>(file: string, decoder: Decoder<T>): AsyncGenerator<Result<T, InputFault>, void> {
  let outcomes: Result<T, Fault>[] = [];
  const { write, end } = decoder((outcome) => outcomes.push(outcome));
  const drain = (): readonly Result<T, Fault>[] => {
    const drained = outcomes;
    outcomes = [];
    return drained;
  };
  try {
    for await (const text of openText(file)) {
      // With an encoding set, a stream gives strings; its type can't say so.
      write(text as string);
      for (const outcome of drain()) {
        yield outcome.ok ? outcome : err({ file, ...outcome.error });
        if (!outcome.ok) return;
      }
    }
  } catch (thrown) {
    yield err({ file, ...unreadable(thrown) });
    return;
  }
  end();
  for (const outcome of drain()) {
    yield outcome.ok ? outcome : err({ file, ...outcome.error });
    if (!outcome.ok) return;
  }
}
