import type { IncomingMessage } from 'node:http';

type Head = Pick<IncomingMessage, 'headers'>;

/** Names this shell may be called by. Any other Host is a page that has pointed its own name at this machine. */
export const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Cookies are shared between ports of one host, so each shell's has its port in its name. */
export const cookieName = (port: number): string => `jikim_${port}`;

/** Why a request is refused, for the counter only: the answer says nothing. */
export type GuardReason = 'host' | 'origin' | 'site' | 'cookie';

/**
 * Checks where a request comes from: its Host must be this shell's, its Origin (where the browser sends one) the same, and
 * the browser must not call it a request of another site or another port. `socket` demands the Origin.
 */
export const checkSource = ({ headers }: Head, port: number, needsOrigin: boolean): GuardReason | null => {
  const host = headers.host;
  if (host === undefined || !hostsOf(port).includes(host)) return 'host';
  const { origin } = headers;
  if (origin === undefined ? needsOrigin : origin !== `http://${host}`) return 'origin';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'site';
  return null;
};

/** Value of this shell's cookie, or null. */
export const cookieOf = ({ headers }: Head, port: number): string | null => {
  const prefix = `${cookieName(port)}=`;
  const found = (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return found === undefined ? null : found.slice(prefix.length);
};
