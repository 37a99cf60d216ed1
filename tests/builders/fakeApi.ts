import type { z } from 'zod';
import { apiCalls, apiEvents } from '../../shared/api/contract.ts';
import type {
  ApiCallArgs,
  ApiCallName,
  ApiCallResult,
  ApiEventName,
  ApiEventPayload,
  ConsoleApi,
} from '../../shared/api/contract.ts';

/** Answers to the calls a test expects; any other call rejects. */
export type Answers = {
  readonly [K in ApiCallName]?: (args: ApiCallArgs<K>) => ApiCallResult<K> | Promise<ApiCallResult<K>>;
};

export type Called = { readonly name: ApiCallName; readonly args: unknown };

export type FakeApi = {
  readonly api: ConsoleApi;
  /** Every call made, oldest first. */
  readonly calls: readonly Called[];
  readonly emit: <K extends ApiEventName>(name: K, payload: ApiEventPayload<K>) => void;
};

/**
 * Console process as a double, derived from the contract: arguments, answers and events are held against its schemas, so
 * that a double cannot say what the real one could not.
 */
export const createFakeApi = (answers: Answers): FakeApi => {
  const calls: Called[] = [];
  const listeners = new Map<ApiEventName, Set<(payload: never) => void>>();
  const call = async <K extends ApiCallName>(name: K, args: ApiCallArgs<K>): Promise<ApiCallResult<K>> => {
    apiCalls[name].args.parse(args);
    calls.push({ name, args });
    const answer = answers[name] as ((args: ApiCallArgs<K>) => unknown) | undefined; // keyed by the same name
    if (answer === undefined) throw new Error(`the double has no answer to ${name}`);
    const result: z.ZodType = apiCalls[name].result;
    return result.parse(await answer(args)) as ApiCallResult<K>; // parsed by the schema the type comes from
  };
  const on = <K extends ApiEventName>(name: K, listener: (payload: ApiEventPayload<K>) => void): (() => void) => {
    const set = listeners.get(name) ?? new Set();
    const kept = listener as (payload: never) => void; // called with payloads of the same name only
    set.add(kept);
    listeners.set(name, set);
    return () => set.delete(kept);
  };
  return {
    api: { call, on },
    calls,
    emit: (name, payload) => {
      apiEvents[name].parse(payload);
      for (const listener of listeners.get(name) ?? []) listener(payload as never); // see above
    },
  };
};

/** The double as the page's bridge; `setUp(false)` cuts the page off from it, `setUp(true)` joins it again. */
export const fakeBridge = ({ api }: FakeApi) => {
  const watchers = new Set<(status: { readonly up: boolean; readonly since_ms: number }) => void>();
  let status = { up: true, since_ms: Date.now() };
  return {
    bridge: {
      api,
      onStatus: (watcher: (status: { readonly up: boolean; readonly since_ms: number }) => void) => {
        watchers.add(watcher);
        watcher(status);
        return () => watchers.delete(watcher);
      },
      onRefused: () => () => undefined,
    },
    setUp: (up: boolean): void => {
      status = { up, since_ms: Date.now() };
      for (const watcher of watchers) watcher(status);
    },
  };
};
