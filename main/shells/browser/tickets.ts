import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A link is meant to be opened at once; a forgotten one in a terminal's scroll-back must be worth nothing. */
export const TICKET_LIFETIME_MS = 10 * 60_000;

/** Windows that may be entered at once; the oldest cookie gives way. */
const MAX_COOKIES = 8;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const fresh = (): string => randomBytes(32).toString('base64url');

export type Tickets = {
  /** A new one-time token. */
  readonly issue: () => string;
  /** Takes a token in exchange for a cookie value; null when it is unknown, used or too old. */
  readonly redeem: (token: string) => string | null;
  readonly admits: (cookie: string) => boolean;
};

/** One-time tokens for the sign-in link and the cookies they turn into. Only digests are kept, in memory. */
export const createTickets = (now: () => number): Tickets => {
  let tokens: readonly { readonly digest: Buffer; readonly until_ms: number }[] = [];
  let cookies: readonly Buffer[] = [];
  return {
    issue: () => {
      const token = fresh();
      tokens = [
        ...tokens.filter((t) => t.until_ms > now()),
        { digest: digest(token), until_ms: now() + TICKET_LIFETIME_MS },
      ];
      return token;
    },
    redeem: (token) => {
      const given = digest(token);
      const found = tokens.find((t) => timingSafeEqual(t.digest, given) && t.until_ms > now());
      if (found === undefined) return null;
      tokens = tokens.filter((t) => t !== found);
      const cookie = fresh();
      cookies = [...cookies, digest(cookie)].slice(-MAX_COOKIES);
      return cookie;
    },
    admits: (cookie) => {
      const given = digest(cookie);
      // Every cookie is compared, so that the time taken tells nothing.
      return cookies.filter((known) => timingSafeEqual(known, given)).length > 0;
    },
  };
};
