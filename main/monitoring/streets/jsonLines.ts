/** Line (from 1) of a character offset. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line += 1;
  return line;
};

/**
 * Line on which JSON.parse gave up, from its message: that names a position, or quotes what stands around it. Null where the
 * quotation fits more than one place, for a wrong line is worse than none.
 */
export const lineOfSyntaxError = (text: string, error: unknown): number | null => {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return lineAt(text, Number(position));
  if (message.includes('end of JSON input')) return lineAt(text, text.trimEnd().length);
  const around = /(?:\.{3})?"([^]*)"(?:\.{3})? is not valid JSON$/.exec(message)?.[1];
  const found = around === undefined || around === '' ? -1 : text.indexOf(around);
  if (around === undefined || found === -1 || text.includes(around, found + 1)) return null;
  const token = /^Unexpected token '([^]*?)', /.exec(message)?.[1];
  return lineAt(text, found + Math.max(0, token === undefined ? 0 : around.indexOf(token)));
};

/**
 * Line (from 1) on which element `index` of the array at top-level key `key` begins, in text that is known to be valid
 * JSON. Only used to word an error, so that the whole file need not be parsed with positions. Null when it is not there.
 */
export const lineOfElement = (text: string, key: string, index: number): number | null => {
  const quotedKey = JSON.stringify(key);
  let depth = 0;
  let element = -1;
  let inArray = false;
  let line = 1;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '\n') line += 1;
    if (inArray && depth === 2 && char !== undefined && !/[\s,\]]/.test(char)) {
      if (element === -1) element = 0;
      if (element === index) return line;
    }
    if (char === '"') {
      const start = i;
      for (i += 1; i < text.length && text[i] !== '"'; i += 1) if (text[i] === '\\') i += 1;
      if (depth === 1 && text.slice(start, i + 1) === quotedKey) inArray = true;
    } else if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (inArray && depth === 1) return null;
    } else if (char === ',' && inArray && depth === 2) {
      element += 1;
    }
  }
  return null;
};
