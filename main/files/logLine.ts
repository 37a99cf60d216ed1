/** A line that one of our own logs wrote: what it may say is settled there. */
const isOurs = (line: string): boolean => {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && 'room' in parsed;
  } catch {
    return false;
  }
};

/**
 * What of a line on another process's stderr may be kept in a file. Anything but our own log may quote what it worked on (the message of an
 * error that nobody caught, a library's complaint): of that only where in the program it happened and the kind of error.
 */
export const keptOfLine = (line: string): string => {
  if (isOurs(line) || /^\s+at \S/.test(line)) return line;
  const kind = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception))\b/.exec(line)?.[1];
  return kind === undefined ? '(a line that is none of ours, left out)' : `${kind}: (its message left out)`;
};
