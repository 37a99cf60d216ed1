import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fates } from './fates.ts';
import { isWatchToken } from './tokens.ts';
import type { DeviceKey } from './tokens.ts';

export const WATCH_PATH = '/devices/watch';

/** A watcher that reads so slowly is let go: fates must not pile up in the server's memory. */
const MAX_BEHIND_BYTES = 1_048_576;

const isLoopback = (address: string | undefined): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? '');

/**
 * `GET /devices/watch`: what becomes of each message, one JSON object a line, for as long as the watcher stays. For somebody on the server's
 * own machine who can read its secret. Answers false where it is not: whoever may not watch is not told that there is anything to see.
 */
export const createWatchDoor =
  ({ fates, key, now }: { readonly fates: Fates; readonly key: DeviceKey; readonly now: () => number }) =>
  (request: IncomingMessage, response: ServerResponse, token: string | null): boolean => {
    const isAllowed =
      request.method === 'GET' && isLoopback(request.socket.remoteAddress) && isWatchToken(key, token ?? '', now());
    if (!isAllowed) return false;
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    response.flushHeaders();
    const leave = fates.watch(
      (fate) => {
        response.write(`${JSON.stringify(fate)}\n`);
        if (response.writableLength > MAX_BEHIND_BYTES) response.destroy();
      },
      () => response.end(),
    );
    response.on('close', leave);
    return true;
  };
