import { err } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Fault, InputFault } from './fault.ts';
import { textPieces } from './textPieces.ts';

export type Sink<T> = (outcome: Result<T, Fault>) => void;

/** Takes the text of a file piece by piece and hands what the text completes to a sink; holds only what is unfinished. */
export type Decoder<T> = (sink: Sink<T>) => { readonly write: (text: string) => void; readonly end: () => void };

/** A file through a decoder, as a stream that holds one piece of the file at a time. Ends after the first fault. */
export async function* decodeFile<T>(file: string, decoder: Decoder<T>): AsyncGenerator<Result<T, InputFault>, void> {
  const outcomes: Result<T, Fault>[] = [];
  const sink: Sink<T> = (outcome) => outcomes.push(outcome);
  const { write, end } = decoder(sink);
  for await (const piece of textPieces(file)) {
    if (!piece.ok) sink(piece);
    else if (piece.value === null) end();
    else write(piece.value);
    for (const outcome of outcomes.splice(0)) {
      yield outcome.ok ? outcome : err({ file, ...outcome.error });
      if (!outcome.ok) return;
    }
  }
}
