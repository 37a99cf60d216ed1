import { readFileSync } from 'node:fs';
import { securityHeaders } from '../csp.ts';
import { indexPages } from '../pages.ts';
import { isOwnPage } from './origin.ts';

type PageRequest = { readonly url: string; readonly method: string };

/**
 * Answers `app://jikim/…` from the built renderer: exact hits of the page table, with the same headers as the browser shell.
 * @throws Error when the built renderer is not there.
 */
export const createPageServer = (
  root: string,
  options: { readonly mapbox: boolean },
): ((request: PageRequest) => Response) => {
  const pages = indexPages(root);
  const headers = securityHeaders(options);
  return ({ url, method }) => {
    const page = isOwnPage(url) && method === 'GET' ? pages.get(new URL(url).pathname) : undefined;
    if (page === undefined) return new Response('Not found\n', { status: 404, headers });
    return new Response(readFileSync(page.file), { headers: { ...headers, 'Content-Type': page.type } });
  };
};
