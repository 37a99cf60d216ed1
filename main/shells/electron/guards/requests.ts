import type { Electron } from '../facade.ts';
import { isOwnPage, ORIGIN } from '../origin.ts';

/** Mapbox's own hosts, asked only where a deployment has set a token. */
const MAPBOX_HOSTS = new Set(['api.mapbox.com', 'events.mapbox.com']);

/**
 * The page's own files, what it makes in its own memory, and mapbox's hosts where a token is set. The console process holds the link to
 * the server, so the page needs no network at all.
 */
export const isAllowedRequest = (url: string, { mapbox }: { readonly mapbox: boolean }): boolean => {
  if (isOwnPage(url) || url.startsWith(`blob:${ORIGIN}/`) || url.startsWith('data:image/')) return true;
  if (!mapbox || !URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  return protocol === 'https:' && port === '' && MAPBOX_HOSTS.has(hostname);
};

/** Nothing leaves the machine from a page, whatever its policy or a script in it says: positions would be on the way out. */
export const guardRequests =
  (options: { readonly mapbox: boolean }) =>
  (electron: Electron, onRefused: (reason: string) => void): void =>
    electron.guardRequests((url) => {
      const isAllowed = isAllowedRequest(url, options);
      if (!isAllowed) onRefused('shell:request');
      return isAllowed;
    });
