import type { CommandPolicy } from '../deskPolicy.ts';
import type { CommandBody, Refusal } from './commands.ts';

/** Whether a command of this kind, given so long ago, is no longer worth carrying out: what it was given for has passed. */
export const isExpired = (kind: CommandBody['kind'], age_ms: number, { worthFor_s }: CommandPolicy): boolean =>
  age_ms > worthFor_s[kind] * 1000;

/**
 * Whether a refusal leaves it to the operator to give the command again: it says nothing against the command itself. `store-failed` is not
 * one, since that is tried again by itself.
 */
export const comesBack = ({ reason }: Refusal): boolean =>
  reason === 'failed' || reason === 'expired' || reason === 'unreadable';
