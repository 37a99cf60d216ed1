import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export type PageFile = { readonly file: string; readonly type: string; readonly immutable: boolean };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

/**
 * The built renderer by URL path. Shells answer exact hits in this table and nothing else, so no path, however it is
 * written, can reach a file outside the folder.
 * @throws Error when the folder is not there.
 */
export const indexPages = (root: string): ReadonlyMap<string, PageFile> => {
  const pages = new Map<string, PageFile>();
  // One level at a time: inside an application archive a recursive listing cannot be counted on.
  const walk = (folder: string, path: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      const url = `${path}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith('.')) walk(file, url);
      // What has no known type is not for a page: source maps, stamps.
      const type = entry.isFile() && !entry.name.startsWith('.') ? TYPES[extname(entry.name)] : undefined;
      // Built assets carry a hash in their name.
      if (type !== undefined) pages.set(url, { file, type, immutable: url.startsWith('/assets/') });
    }
  };
  walk(root, '');
  const index = pages.get('/index.html');
  if (index !== undefined) pages.set('/', index);
  return pages;
};
