import { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';

export type Answered = { readonly status: number; readonly body: string };

/** Puts a request to the server's own listener, without a port. */
export const knock = (doors: RequestListener, path: string, body: string): Promise<Answered> =>
  new Promise((resolve) => {
    const socket = new Socket();
    const request = new IncomingMessage(socket);
    Object.assign(request, { method: 'POST', url: path, complete: true, headers: { host: 'localhost' } });
    request.push(body);
    request.push(null);
    const response = new ServerResponse(request);
    const written: string[] = [];
    response.write = ((text: string) => written.push(text) > 0) as ServerResponse['write']; // only text is answered
    response.end = ((text?: string) => {
      if (text !== undefined) written.push(text);
      resolve({ status: response.statusCode, body: written.join('') });
      return response;
    }) as ServerResponse['end']; // as above
    doors(request, response);
  });
