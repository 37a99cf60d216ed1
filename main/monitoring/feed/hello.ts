import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ConsoleId } from '../../../shared/domain/ids.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { Hello } from '../../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';

const AnyHello = z.looseObject({ protocol: z.number() });

/** Checks a console's handshake. Its version comes first: a newer console's other fields may be unknown here. */
export const checkHello = (auth: unknown): Result<ConsoleId, 'protocol-mismatch' | 'invalid-hello'> => {
  const any = AnyHello.safeParse(auth);
  if (any.success && any.data.protocol !== PROTOCOL_VERSION) return err('protocol-mismatch');
  const hello = Hello.safeParse(auth);
  const consoleId = ConsoleId.safeParse(hello.data?.consoleId);
  return consoleId.success ? ok(consoleId.data) : err('invalid-hello');
};

/** Browsers always name the page's origin when they open a socket; console processes never do. */
export const isBrowserPage = (request: IncomingMessage): boolean => request.headers.origin !== undefined;
