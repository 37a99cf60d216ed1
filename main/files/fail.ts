/**
 * Ends the process where it cannot start or go on: one line for a person to act on, exit code 2, no stack.
 * Typed as a constant so that the compiler knows the code after a call is not reached.
 */
export const fail: (message: string) => never = (message) => {
  process.stderr.write(`jikim: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(2);
};

/** Text of whatever was thrown, for one line of a message. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll(/\s*\n\s*/g, ' ');
