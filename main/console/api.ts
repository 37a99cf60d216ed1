import type { z } from 'zod';
import { apiCalls } from '../../shared/api/contract.ts';
import type { ApiCallArgs, ApiCallName, ApiCallResult } from '../../shared/api/contract.ts';
import { isCallName } from '../../shared/api/channels.ts';
import type { CallAnswer } from '../../shared/api/wire.ts';

/** One handler for each call of the contract; they are handed checked arguments. */
export type Handlers = {
  readonly [K in ApiCallName]: (args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;
};

/** Refusal of a call in one short line for the page. Anything else that is thrown is a bug and is not shown. */
export const refusal = (message: string): Error => new Error(message, { cause: REFUSAL });
const REFUSAL = Symbol('refusal');

const fieldOf = (error: z.core.$ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'args' : `${['args', ...issue.path].join('.')}: ${issue.code}`;
};

/** Answers one call from a window, whatever it sent: checks name, arguments and result against the contract. */
export type Answerer = (name: unknown, args: unknown) => Promise<CallAnswer>;

export const createAnswerer =
  (
    handlers: Handlers,
    onRefused: (reason: string) => void,
    onBug: (name: ApiCallName, error: unknown) => void,
  ): Answerer =>
  async (name, args) => {
    if (!isCallName(name)) {
      onRefused('api:unknown-call');
      return { ok: false, message: 'unknown call' };
    }
    const spec: { readonly args: z.ZodType; readonly result: z.ZodType } = apiCalls[name];
    const parsed = spec.args.safeParse(args);
    if (!parsed.success) {
      onRefused(`api:${name}`);
      return { ok: false, message: `${name}: ${fieldOf(parsed.error)}`.slice(0, 300) };
    }
    // The name picks schema and handler alike, which the compiler cannot follow through a union of names.
    const handler = handlers[name] as (args: unknown) => Promise<unknown>;
    try {
      const result = spec.result.safeParse(await handler(parsed.data));
      if (result.success) return { ok: true, value: result.data };
      onBug(name, result.error);
    } catch (error) {
      if (error instanceof Error && error.cause === REFUSAL) return { ok: false, message: error.message.slice(0, 300) };
      onBug(name, error);
    }
    return { ok: false, message: `${name}: failed` };
  };
