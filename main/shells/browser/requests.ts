import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile } from '../pages.ts';
import { checkSource, cookieName, cookieOf } from './guard.ts';
import type { GuardReason } from './guard.ts';
import type { Tickets } from './tickets.ts';

export type RequestOptions = {
  readonly pages: ReadonlyMap<string, PageFile>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tickets: Tickets;
  /** The port listened on, known once listening. */
  readonly port: () => number;
  readonly onRefused: (reason: GuardReason | 'token' | 'method' | 'path') => void;
};

const MAX_URL = 2048;

/** Path and query of a request in origin form; null for anything else (absolute form, too long). */
const targetOf = (url: string | undefined): { readonly path: string; readonly query: URLSearchParams } | null => {
  if (url === undefined || url.length > MAX_URL || !url.startsWith('/')) return null;
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
};

/** Answers the browser shell's HTTP requests: the one-time link, then files of the page, to whom it has let in. */
export const createRequestHandler =
  ({ pages, headers, tickets, port, onRefused }: RequestOptions) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-store');

    const refuse = (status: 403 | 404 | 405, reason: Parameters<typeof onRefused>[0]): void => {
      onRefused(reason);
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(status === 403 ? 'Forbidden\n' : status === 404 ? 'Not found\n' : 'Method not allowed\n');
    };

    const enter = (token: string): void => {
      const cookie = tickets.redeem(token);
      if (cookie === null) return refuse(403, 'token');
      response.writeHead(303, {
        'Set-Cookie': `${cookieName(port())}=${cookie}; HttpOnly; SameSite=Strict; Path=/`,
        Location: '/',
      });
      response.end();
    };

    const send = (page: PageFile): void => {
      response.setHeader('Content-Type', page.type);
      if (page.immutable) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
      if (request.method === 'HEAD') return void response.end();
      const stream = createReadStream(page.file);
      stream.on('error', () => response.destroy()); // the build was replaced under us: the page reloads
      stream.pipe(response);
    };

    const reason = checkSource(request, port(), false);
    if (reason !== null) return refuse(403, reason);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'method');
    const target = targetOf(request.url);
    if (target === null) return refuse(403, 'path');
    if (target.path === '/enter' && request.method === 'GET') return enter(target.query.get('token') ?? '');
    const cookie = cookieOf(request, port());
    if (cookie === null || !tickets.admits(cookie)) return refuse(403, 'cookie');
    const page = pages.get(target.path);
    return page === undefined ? refuse(404, 'path') : send(page);
  };
