import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail, reasonOf } from '../../files/fail.ts';

/** Connections that may wait to be taken: after an outage every device of a district comes at once, and a button must not be turned away. */
const BACKLOG = 4096;

/** So long a request that has begun may still take once the server ends: its watch kills it after three seconds, before its last writes. */
const LAST_REQUESTS_MS = 1000;

/** Listens, and tells on which port; 0 asks for any free one. Ends the process where it cannot. */
export const listen = (http: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? fail(`port ${port} on ${host} is in use (choose another with --port)`, 'port-taken')
        : fail(`cannot listen on ${host}:${port}: ${reasonOf(error)}`),
    );
    http.listen({ port, host, exclusive: true, backlog: BACKLOG }, () => {
      // A TCP server's address is an object; strings are for pipes.
      resolve((http.address() as AddressInfo).port);
    });
  });

/**
 * Lets nobody keep the server from ending, which closes its port beside this: each connection is for one more answer, and one that still
 * waits for its own after a second is cut. Whoever had none sends again.
 */
export const hangUp = (http: Server): void => {
  http.prependListener('request', (_request, response: ServerResponse) => response.setHeader('connection', 'close'));
  const timer = setTimeout(() => http.closeAllConnections(), LAST_REQUESTS_MS);
  http.once('close', () => clearTimeout(timer));
};
