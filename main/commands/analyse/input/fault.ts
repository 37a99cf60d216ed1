/** Why an input file cannot be used: which file, where in it, what of it. `line` is null where the file as a whole is meant. */
export type InputFault = {
  readonly file: string;
  /** From 1. */
  readonly line: number | null;
  readonly field: string;
  /** Never quotes a value: that may be a position. */
  readonly message: string;
};

/** A fault as a format sees it, which doesn't know its file. */
export type Fault = Omit<InputFault, 'file'>;

/** `FILE:LINE: FIELD: message`, always one line. */
export const faultLine = ({ file, line, field, message }: InputFault): string =>
  `${file}${line === null ? '' : `:${line}`}: ${field}: ${message}`.replaceAll(/\p{Cc}+/gu, ' ');

/** Codes of the system and of zlib; Node's own, ERR_…, are bugs. */
const SYSTEM = /^(?:E[A-Z\d]+|Z_\w+)$/;

const wordsFor = (code: string): string => {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code.startsWith('Z_') ? 'the gzip is broken or cut short' : `cannot be read (${code})`;
};

/** The fault of a file that the system could not give, by what reading it threw; throws on what is no matter of the file. */
export const unreadable = (thrown: unknown): Fault => {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && SYSTEM.test(thrown.code))
    return { line: null, field: 'file', message: wordsFor(thrown.code) };
  throw thrown;
};
