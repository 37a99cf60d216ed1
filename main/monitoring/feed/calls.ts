import type { z } from 'zod';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err } from '../../../shared/domain/result.ts';
import { serverCalls } from '../../../shared/protocol/messages.ts';
import type { ServerCallArgs, ServerCallName, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { faultOf } from '../../../shared/protocol/fault.ts';
import type { ConsoleConnection } from '../ports/consoles.ts';
import type { Desk } from './desk.ts';
import type { Handlers } from './handlers.ts';

type Specs = {
  readonly [K in ServerCallName]: {
    readonly args: z.ZodType<ServerCallArgs<K>>;
    readonly result: z.ZodType<ServerCallResult<K>>;
  };
};
const specs: Specs = serverCalls;
const isCall = (name: unknown): name is ServerCallName => typeof name === 'string' && Object.hasOwn(serverCalls, name);

/** How each call says that it was refused as a whole. */
const refusals: { readonly [K in ServerCallName]: (refusal: Refusal) => ServerCallResult<K> } = {
  signIn: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  resume: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  signOut: () => null,
  checkPassword: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  extendSession: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  endSession: () => ({ isEnded: false }),
  attend: () => null,
  directory: err,
  command: err,
  catchUp: err,
  head: err,
  positions: err,
  evidence: err,
  sealEvidence: err,
  provisionalAccess: err,
  accessLog: err,
  simulator: err,
};

type Ack = (answer: unknown) => void;
const isAck = (value: unknown): value is Ack => typeof value === 'function';

/**
 * Answers every call of the protocol on a connection. What does not fit its schema is answered with the field that does not and counted, as is
 * what is no call; an answer that does not fit is a bug, kept from the console and reported.
 */
export const registerCalls = (
  connection: Pick<ConsoleConnection, 'onMessage'>,
  desk: Desk,
  handlers: Handlers,
  on: {
    readonly invalid: () => void;
    readonly failed: (call: ServerCallName, thrown: unknown) => void;
  },
): void => {
  const answer = async <K extends ServerCallName>(name: K, raw: unknown): Promise<ServerCallResult<K>> => {
    const args = specs[name].args.safeParse(raw);
    if (!args.success) {
      on.invalid();
      return refusals[name]({ reason: 'invalid', field: faultOf(args.error).slice(0, 200) });
    }
    try {
      return specs[name].result.parse(await handlers[name](desk, args.data));
    } catch (thrown) {
      on.failed(name, thrown);
      // A command that breaks down is not given again by itself; everything else is asked once more.
      return refusals[name]({ reason: name === 'command' ? 'failed' : 'store-failed' });
    }
  };
  connection.onMessage((name, raw, ack) => {
    // A call nobody waits for cannot be answered, so it is not done.
    if (isCall(name) && isAck(ack))
      void answer(name, raw)
        .then(ack)
        .catch((thrown: unknown) => on.failed(name, thrown));
    else on.invalid();
  });
};
