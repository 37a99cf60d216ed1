/** Cuts a stream of text into lines; the last piece waits for the rest of its line. */
export const splitLines = (listener: (line: string) => void): ((chunk: Buffer | string) => void) => {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line);
  };
};
