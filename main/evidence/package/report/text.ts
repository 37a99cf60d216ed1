import type { Content, TableCell } from 'pdfmake/interfaces.js';

/** Width of a word in ems: a Hangul syllable fills one, a Latin letter or digit about 0.56 of one in this face. */
const widthOf = (word: string): number =>
  [...word].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56), 0);

/**
 * Text that breaks between words only. Line breaking by Unicode's rules (UAX 14) may split Korean between any two syllables, which is
 * how nobody sets it: each word is a piece of its own, and only one that is wider than its column is split, wherever it must be.
 * @param column_em width of the column, in ems of its text.
 */
export const flow = (text: string, column_em: number): { readonly text: Content[] } => ({
  text: text.split('\n').flatMap((line, index): Content[] => [
    ...(index === 0 ? [] : ['\n']),
    // A no-break space holds together what it stands between.
    ...line
      .split(/(?<=[ \t])(?=[^ \t])/)
      .map((word) =>
        widthOf(word) < column_em ? { text: word, noWrap: true } : { text: word, wordBreak: 'break-all' as const },
      ),
  ]),
});

/** Ems across the page at the size of a paragraph, of a remark, and in the right column of a table of facts. */
const PAGE_EM = 52;
const REMARK_EM = 62;
const VALUE_EM = 40;
const NAME_EM = 11;

/** A table of names and values. */
export const facts = (rows: readonly (readonly [string, string])[]): Content => ({
  layout: 'noBorders',
  margin: [0, 2, 0, 8],
  table: {
    widths: [110, '*'],
    body: rows.map(([name, value]): TableCell[] => [
      { ...flow(name, NAME_EM), style: 'name' },
      { ...flow(value, VALUE_EM), style: 'value' },
    ]),
  },
});

export const heading = (text: string): Content => ({ text, style: 'heading', headlineLevel: 1 });

export const paragraph = (text: string): Content => ({ ...flow(text, PAGE_EM), style: 'paragraph' });
export const remark = (text: string): Content => ({ ...flow(text, REMARK_EM), style: 'remark' });
