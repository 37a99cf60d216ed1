/** Why a process could not start, as far as somebody can be told in their language what to do about it. */
export const FAILURE_REASONS = [
  'port-taken',
  'folder-unusable',
  'folder-in-use',
  'console-folder-in-use',
  'store-damaged',
  'other',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

type Teller = (line: string, reason: FailureReason) => void;

const tellTerminal: Teller = (line) => void process.stderr.write(`jikim: ${line}\n`);
let tell = tellTerminal;

/** Tells failures in another way beside the line on the terminal: in a dialog, or to the process that started this one. */
export const tellFailuresAlso = (also: Teller): void => {
  tell = (line, reason) => {
    tellTerminal(line, reason);
    also(line, reason);
  };
};

/**
 * Ends the process where it cannot start or go on: one line for a person to act on, exit code 2, no stack.
 * Typed as a constant so that the compiler knows the code after a call is not reached.
 */
export const fail: (message: string, reason?: FailureReason) => never = (message, reason = 'other') => {
  tell(message.replaceAll(/\s*\n\s*/g, ' '), reason);
  process.exit(2);
};

/** Text of whatever was thrown, for one line of a message. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll(/\s*\n\s*/g, ' ');

/** What `work` gives; where it throws, the process ends, with one line that begins with what that means. */
export const orFail = <T>(work: () => T, meaning: string, reason?: FailureReason): T => {
  try {
    return work();
  } catch (thrown) {
    return fail(`${meaning}: ${reasonOf(thrown)}`, reason);
  }
};
