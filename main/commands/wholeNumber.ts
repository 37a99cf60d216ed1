import { InvalidArgumentError } from 'commander';

/** Parser of an option that takes a whole number between two bounds, both included. */
export const whole = (min: number, max: number) => (text: string) => {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < min || n > max)
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`);
  return n;
};
