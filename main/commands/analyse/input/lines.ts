import { err } from '../../../../shared/domain/result.ts';
import type { Decoder, Sink } from './decode.ts';

/** Longer than any line of these formats; keeps a file without line ends from filling the memory, as `node:readline` would. */
const MAX_LINE_CHARS = 1_048_576;

const BOM = '\uFEFF';

/** What a format made of lines does with each of them, blank ones left out, and after the last. */
export type LineReader = { readonly line: (text: string, number: number) => void; readonly end: () => void };

/** Decoder of a format made of lines, ended by LF or CRLF. */
export const lineDecoder =
  <T>(reader: (sink: Sink<T>) => LineReader): Decoder<T> =>
  (sink) => {
    const { line, end } = reader(sink);
    let number = 0;
    let rest = '';
    const take = (raw: string): void => {
      number += 1;
      const text = (number === 1 && raw.startsWith(BOM) ? raw.slice(1) : raw).trim();
      if (text !== '') line(text, number);
    };
    return {
      write: (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
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
