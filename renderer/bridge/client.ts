import { apiCalls, apiEvents } from '../../shared/api/contract.ts';
import type {
  ApiCallArgs,
  ApiCallName,
  ApiCallResult,
  ApiEventName,
  ApiEventPayload,
  ConsoleApi,
} from '../../shared/api/contract.ts';
import type { z } from 'zod';
import type { Transport } from './transport.ts';

const issueOf = (error: z.core.$ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.') || 'value'}: ${issue.message}`;
};

/** Binary payloads arrive as ArrayBuffer over the socket and as Uint8Array over IPC. */
const asBytes = (payload: unknown): unknown => (payload instanceof ArrayBuffer ? new Uint8Array(payload) : payload);

/**
 * The typed api over an unchecked transport: every answer and event is held against its schema. A call whose answer does
 * not fit rejects; an event that does not fit is dropped and counted through `onRefused`.
 */
export const createClient = (transport: Transport, onRefused: (name: string) => void): ConsoleApi => ({
  call: async <K extends ApiCallName>(name: K, args: ApiCallArgs<K>): Promise<ApiCallResult<K>> => {
    const schema: z.ZodType = apiCalls[name].result;
    const answer = schema.safeParse(await transport.call(name, args));
    if (!answer.success) {
      onRefused(name);
      throw new Error(`${name} answered with ${issueOf(answer.error)}`);
    }
    return answer.data as ApiCallResult<K>; // parsed by the very schema the type is derived from
  },
  on: <K extends ApiEventName>(name: K, listener: (payload: ApiEventPayload<K>) => void): (() => void) => {
    const schema: z.ZodType = apiEvents[name];
    return transport.on(name, (payload) => {
      const parsed = schema.safeParse(asBytes(payload));
      if (parsed.success)
        listener(parsed.data as ApiEventPayload<K>); // as above
      else onRefused(name);
    });
  },
});
