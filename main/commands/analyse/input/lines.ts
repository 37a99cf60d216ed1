import { err } from '../../../../shared/domain/result.ts';
import type { Decoder, Sink } from './decode.ts';

/** Longer than any line of these formats; keeps a file without line ends from filling the memory, as `node:readline` would. */
const MAX_LINE_CHARS = 1_048_576;

/** What a format made of lines does with each of them, blank ones left out, and after the last. */
export type LineReader = { readonly line: (text: string, number: number) => void; readonly end: () => void };

/** Decoder of a format made of lines, ended by LF, CRLF or CR alone. */
export const lineDecoder =
  <T>(reader: (sink: Sink<T>) => LineReader): Decoder<T> =>
  (sink) => {
    const { line, end } = reader(sink);
    let number = 0;
    let rest = '';
    const take = (raw: string): void => {
      number += 1;
      const text = raw.trim();
      if (text !== '') line(text, number);
    };
    return {
      write: (piece) => {
        const text = rest + piece;
        // A CR at the end may be the first half of a CRLF: it waits for what follows.
        const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
        const lines = whole.includes('\r') ? whole.split(/\r\n|\n|\r/) : whole.split('\n');
        rest = (lines.pop() ?? '') + text.slice(whole.length);
        lines.forEach(take);
        if (rest.length > MAX_LINE_CHARS)
          sink(err({ line: number + 1, field: 'line', message: `is longer than ${MAX_LINE_CHARS} characters` }));
      },
      end: () => {
        take(rest);
        end();
      },
    };
  };
