import type { Content, TableCell } from 'pdfmake/interfaces.js';

/**
 * Text that breaks between words only. Line breaking by Unicode's rules (UAX 14) may split Korean between any two syllables, which is
 * how nobody sets it: each word is a piece of its own, and only what is longer than a line is split.
 */
export const flow = (text: string): { readonly text: Content[] } => ({
  text: text.split(/(?<=\s)(?=\S)/u).map((word) => ({ text: word, noWrap: word.length <= LONGEST })),
});

/** Letters of a word that fits into the narrowest column it stands in; longer ones, such as digests, break where they must. */
const LONGEST = 14;

/** A table of names and values. */
export const facts = (rows: readonly (readonly [string, string])[]): Content => ({
  layout: 'noBorders',
  margin: [0, 2, 0, 8],
  table: {
    widths: [110, '*'],
    body: rows.map(([name, value]): TableCell[] => [
      { ...flow(name), style: 'name' },
      { ...flow(value), style: 'value' },
    ]),
  },
});

export const heading = (text: string): Content => ({ text, style: 'heading', headlineLevel: 1 });

export const paragraph = (text: string): Content => ({ ...flow(text), style: 'paragraph' });
export const remark = (text: string): Content => ({ ...flow(text), style: 'remark' });
