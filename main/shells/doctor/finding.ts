/** One line of the doctor's: what was found, and what to do where it is not as it should be. */
export type Finding = {
  readonly name: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly fact: string;
  readonly mend: string | null;
};

export const ok = (name: string, fact: string): Finding => ({ name, level: 'ok', fact, mend: null });
export const warn = (name: string, fact: string, mend: string): Finding => ({ name, level: 'warn', fact, mend });
export const failed = (name: string, fact: string, mend: string): Finding => ({ name, level: 'fail', fact, mend });

/** `ok   name: fact` or `warn name: fact — mend`. */
export const lineOf = ({ name, level, fact, mend }: Finding): string =>
  `${level.padEnd(4)} ${name}: ${fact}${mend === null ? '' : ` — ${mend}`}`;
