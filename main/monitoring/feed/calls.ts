import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err } from '../../../shared/domain/result.ts';
import { serverCalls } from '../../../shared/protocol/messages.ts';
import type { ServerCallArgs, ServerCallName, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { faultOf } from '../../../shared/protocol/fault.ts';
import type { Desk } from './desk.ts';
import type { Handlers } from './handlers.ts';

type Specs = {
  readonly [K in ServerCallName]: {
    readonly args: z.ZodType<ServerCallArgs<K>>;
    readonly result: z.ZodType<ServerCallResult<K>>;
  };
};
const specs: Specs = serverCalls;
const names = Object.keys(serverCalls) as readonly ServerCallName[]; // keys of a literal object

/** How each call says that it was refused as a whole. */
const refusals: { readonly [K in ServerCallName]: (refusal: Refusal) => ServerCallResult<K> } = {
  signIn: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  resume: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  signOut: () => null,
  checkPassword: ({ reason }) => err(reason === 'store-failed' ? reason : 'invalid'),
  attend: () => null,
  directory: err,
  command: err,
  catchUp: err,
  head: err,
  positions: err,
  evidence: err,
  sealEvidence: err,
  accessLog: err,
  simulator: err,
};

type Ack = (answer: unknown) => void;
const isAck = (value: unknown): value is Ack => typeof value === 'function';

/**
 * Registers every call of the protocol on a socket: one loop over `serverCalls`. What does not fit its schema is answered with
 * the field that does not and counted; an answer that does not fit is a bug, kept from the console and reported.
 */
export const registerCalls = (
  socket: Socket,
  desk: Desk,
  handlers: Handlers,
  on: {
    readonly invalid: (call: ServerCallName) => void;
    readonly failed: (call: ServerCallName, thrown: unknown) => void;
  },
): void => {
  const register = <K extends ServerCallName>(name: K): void => {
    const answer = async (raw: unknown): Promise<ServerCallResult<K>> => {
      const args = specs[name].args.safeParse(raw);
      if (!args.success) {
        on.invalid(name);
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
    socket.on<string>(name, (raw: unknown, ack: unknown) => {
      if (isAck(ack)) void answer(raw).then(ack);
      else on.invalid(name); // a call nobody waits for cannot be answered, so it is not done
    });
  };
  for (const name of names) register(name);
};
